"""The demo with the widget as axe-core judges it: no violation, closed, open and after three turns."""

import pytest

pytestmark = pytest.mark.browser

THREE = ("去年整治了多少家低效工业企业？", "地铁什么时候开通？", "污水零直排工程做得怎么样？")


@pytest.mark.parametrize(("width", "height"), [(1280, 860), (390, 844)], ids=["desktop", "phone"])
def test_axe_finds_nothing_wrong_in_any_theme_and_size(enter, portal, width, height):
    widget = enter(f"{portal.chat}/demo", width, height)
    widget.find(".launcher").wait_for()
    assert widget.violations() == []
    widget.open()
    for stage in ("empty", "after three turns"):
        for size in ("standard", "large"):
            widget.page.evaluate("size => Wenzheng.setSize(size)", size)
            for theme in ("light", "dark", "contrast"):
                widget.page.evaluate("theme => Wenzheng.setTheme(theme)", theme)
                assert widget.violations() == [], (stage, size, theme)
        if stage == "empty":
            for question in THREE:
                widget.ask(question)
            widget.find(".answered .vote").last.click()


def test_axe_looks_into_the_widget(enter, portal):
    widget = enter(f"{portal.chat}/demo")
    widget.open()
    widget.find(".send").evaluate("button => button.replaceChildren()")
    assert any(found.startswith("button-name") for found in widget.violations())
