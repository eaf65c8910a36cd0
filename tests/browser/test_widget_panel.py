"""The widget's panel: opened, worked and closed by keyboard and touch, beside the page or over it, in any size."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import MILLS, SAID, SILENT, widths_with_a_citation_apart

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(enter, portal):
    return enter(f"{portal.chat}/demo", 390, 844, has_touch=True)


def active(widget):
    """Return what has the focus: a class inside the widget, else the element of the page."""
    return widget.page.evaluate(
        """() => {
            const inner = document.activeElement.shadowRoot?.activeElement;
            return inner ? inner.className || inner.id || inner.localName : document.activeElement.localName;
        }"""
    )


def test_everything_is_done_by_keyboard_alone(demo):
    page = demo.page
    expect(demo.find(".launcher")).to_have_attribute("aria-expanded", "false")
    for _ in range(60):
        page.keyboard.press("Tab")
        if active(demo) == "launcher":
            break
    page.keyboard.press("Enter")
    expect(demo.find(".launcher")).to_have_attribute("aria-expanded", "true")
    expect(demo.find(".box")).to_be_focused()
    page.keyboard.type(MILLS)
    page.keyboard.press("Enter")
    expect(demo.find(".answered .said")).to_have_text(SAID)
    expect(demo.find(".box")).to_have_value("")
    expect(demo.find(".composer [aria-live]")).to_have_text("回答：完成低效工业企业整治77家。")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if active(demo) == "cite":
            break
    page.keyboard.press("Enter")
    expect(demo.find(".cite")).to_have_attribute("aria-expanded", "false")
    expect(demo.find("blockquote")).to_be_hidden()
    page.keyboard.press("Space")
    expect(demo.find("blockquote")).to_be_visible()
    page.keyboard.press("Escape")
    expect(demo.find(".panel")).to_be_hidden()
    expect(demo.find(".launcher")).to_be_focused()


def test_a_panel_beside_the_page_leaves_the_page_usable(demo):
    demo.open()
    assert not demo.find(".panel").evaluate("panel => panel.matches(':modal')")
    demo.page.get_by_role("link", name="政府信息公开指南").click()
    expect(demo.find(".panel")).to_be_visible()
    demo.page.keyboard.press("Escape")  # pressed in the page, it is the page's
    expect(demo.find(".panel")).to_be_visible()


def test_the_enter_of_an_input_method_does_not_send(demo):
    demo.open()
    keys = demo.page.context.new_cdp_session(demo.page)
    keys.send("Input.imeSetComposition", {"text": "qiye", "selectionStart": 4, "selectionEnd": 4})
    for key, code in (("Enter", 229), ("Escape", 229)):
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": key, "windowsVirtualKeyCode": code})
    keys.send("Input.insertText", {"text": "企业"})
    expect(demo.find(".box")).to_have_value("企业")
    expect(demo.find(".turn")).to_have_count(0)
    expect(demo.find(".panel")).to_be_visible()
    demo.page.keyboard.press("Shift+Enter")
    expect(demo.find(".box")).to_have_value("企业\n")
    expect(demo.find(".turn")).to_have_count(0)


def test_on_a_phone_it_takes_the_screen_and_the_page_behind_is_inert(phone):
    page = phone.page
    phone.find(".launcher").tap()
    panel = phone.find(".panel")
    assert panel.evaluate("panel => panel.matches(':modal')")
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert active(phone) == "title"  # the question box would bring up the keyboard over what there is to read
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") in ("wenzheng-widget", "")
    phone.ask(MILLS)
    phone.ask(SILENT)
    phone.large_enough(16, 44)
    assert panel.evaluate("panel => panel.scrollWidth") == 390
    phone.find(".close").tap()
    expect(panel).to_be_hidden()
    expect(phone.find(".launcher")).to_be_focused()
    phone.find(".launcher").tap()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_panel_changes_with_the_window(demo):
    demo.open()
    demo.find(".box").fill("写了一半")
    demo.page.set_viewport_size({"width": 390, "height": 844})
    expect(demo.page.locator("#wenzheng-widget .panel:modal")).to_be_visible()
    demo.page.set_viewport_size({"width": 1280, "height": 860})
    expect(demo.page.locator("#wenzheng-widget .panel:not(:modal)")).to_be_visible()
    expect(demo.find(".box")).to_have_value("写了一半")


def test_text_is_enlarged_with_one_button_and_stays_so(demo):
    demo.open()
    demo.ask(MILLS)
    demo.large_enough(16, 44)
    demo.find(".size").click()
    expect(demo.find(".size")).to_have_attribute("aria-pressed", "true")
    expect(demo.find(".size")).to_be_focused()
    demo.large_enough(24, 60)  # 18 pt
    demo.page.reload()
    demo.open()
    demo.large_enough(24, 60)
    demo.find(".size").click()
    expect(demo.find(".size")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("size", ["standard", "large"])
def test_at_320_pixels_nothing_is_cut_off(enter, portal, size):
    widget = enter(f"{portal.chat}/demo", 320, 640)
    widget.find(".launcher").wait_for()
    widget.page.evaluate("size => Wenzheng.setSize(size)", size)
    widget.open()
    widget.ask(MILLS)
    widget.ask(SILENT)
    for selector in (".panel", ".log", ".head", ".composer"):
        wide = widget.find(selector).evaluate("element => [element.scrollWidth, element.clientWidth]")
        assert wide[0] == wide[1], selector


@pytest.mark.parametrize("size", ["standard", "large"])
def test_a_citation_stays_on_the_line_of_what_it_is_for(phone, size):
    phone.find(".launcher").wait_for()
    phone.page.evaluate("size => Wenzheng.setSize(size)", size)
    phone.open()
    assert widths_with_a_citation_apart(phone.ask(MILLS).locator(".said")) == []
