"""What a portal tells the widget, by attributes and by script, and what it hears of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import BARE, MILLS, SAID

pytestmark = pytest.mark.browser


def test_a_report_that_there_is_not_is_told(enter, portal):
    tag = '<script src="{chat}/widget.js" data-report="东城" async></script>'
    widget = enter(portal.listed + portal.publish("report", BARE.replace("{tag}", tag)))
    widget.open()
    expect(widget.ask(MILLS).locator(".said")).to_have_text("没有编号为“东城”的报告。")
    widget.complaints.clear()


def test_the_attributes_are_heeded(enter, portal):
    options = 'data-position="left" data-theme="dark" data-lang="en" data-size="large" data-question="77家？"'
    tag = f'<script src="{{chat}}/widget.js" {options} async></script>'
    widget = enter(portal.listed + portal.publish("options", BARE.replace("{tag}", tag)))
    widget.open()
    assert widget.find(".launcher").bounding_box()["x"] < 100
    expect(widget.find(".box")).to_have_value("77家？")
    expect(widget.find(".box")).to_have_attribute("aria-label", "Your question")
    expect(widget.find(".turn")).to_have_count(0)  # written, not sent
    widget.large_enough(24, 60)
    assert widget.find(".panel").evaluate("panel => getComputedStyle(panel).backgroundColor") == "rgb(27, 29, 26)"


def test_the_portal_drives_it_and_hears_of_it(bare):
    page = bare.page
    page.evaluate(
        """() => {
            window.heard = [];
            const what = ({ answer, code }) => answer?.outcome ?? code;
            for (const name of ["open", "close", "answer", "error"])
                addEventListener(`wenzheng:${name}`, event => heard.push([name, what(event.detail)]));
            window.mine = () => heard.push("mine");
            Wenzheng.on("open", mine);
            document.getElementById("own").focus();
        }"""
    )
    page.evaluate("Wenzheng.open()")
    assert page.evaluate("Wenzheng.isOpen")
    page.evaluate("Wenzheng.off('open', mine); Wenzheng.close()")
    expect(page.locator("#own")).to_be_focused()
    page.evaluate("Wenzheng.toggle(); Wenzheng.toggle()")
    assert page.evaluate("question => Wenzheng.ask(question)", MILLS).get("short") == "77家"
    assert page.evaluate("Wenzheng.ask('')") is None
    page.context.set_offline(True)
    assert page.evaluate("question => Wenzheng.ask(question)", MILLS) is None
    page.context.set_offline(False)
    bare.complaints.clear()
    heard = page.evaluate("heard")
    opened, closed = ["open", None], ["close", None]
    assert heard == ["mine", opened, closed, opened, closed, opened, ["answer", "answered"], ["error", "offline"]]
    assert page.evaluate("Wenzheng.version").startswith("1.0.0+")


def test_words_colours_and_corner_change_while_it_runs(bare):
    bare.open()
    bare.ask(MILLS)
    bare.find(".box").fill("写了一半")
    for lang, label in (("en", "Ask"), ("zh-TW", "提問"), ("zh-CN", "提问")):
        bare.page.evaluate("lang => Wenzheng.setLocale(lang)", lang)
        expect(bare.find(".send")).to_have_text(label)
        expect(bare.find(".box")).to_have_value("写了一半")
        expect(bare.find(".said")).to_have_text(SAID)
        expect(bare.find(".root")).to_have_attribute("lang", lang)
    ground = "panel => getComputedStyle(panel).backgroundColor"
    seen = set()
    for theme in ("light", "dark", "contrast", "auto"):
        bare.page.evaluate("theme => Wenzheng.setTheme(theme)", theme)
        seen.add(bare.find(".panel").evaluate(ground))
    assert len(seen) == 3
    bare.page.emulate_media(color_scheme="dark")
    expect(bare.find(".root")).to_have_attribute("data-theme", "dark")
    bare.page.evaluate("Wenzheng.setPosition('left')")
    assert bare.find(".launcher").bounding_box()["x"] < 100


def test_an_answer_that_comes_while_it_is_closed_leaves_a_mark(bare):
    bare.page.evaluate("question => Wenzheng.ask(question, { open: false })", MILLS)
    expect(bare.find(".launcher .unread")).to_be_visible()
    expect(bare.find(".launcher")).to_have_attribute("aria-label", re.compile("问政.*有新的回答"))
    expect(bare.find(".panel")).to_be_hidden()
    bare.open()
    expect(bare.find(".said")).to_have_text(SAID)
    expect(bare.find(".unread")).to_have_count(0)
    expect(bare.find(".launcher")).to_have_attribute("aria-label", re.compile("^(?!.*新的回答)"))


def test_it_is_loaded_twice_destroyed_and_loaded_again(enter, portal):
    head = f"<!doctype html><title>门户</title>{{tag}}{{tag}}{BARE}"
    widget = enter(portal.listed + portal.publish("twice", head))
    page = widget.page
    widget.find(".launcher").wait_for()
    load = """source => new Promise(done => {
        const script = Object.assign(document.createElement("script"), { src: source, onload: done });
        document.head.append(script);
    })"""
    page.evaluate(load, f"{portal.chat}/widget.js")  # long after the page is there
    expect(page.locator("#wenzheng-widget")).to_have_count(1)
    page.evaluate("Wenzheng.destroy()")
    expect(page.locator("#wenzheng-widget")).to_have_count(0)
    assert page.evaluate("'Wenzheng' in window") is False
    page.evaluate(load, f"{portal.chat}/widget.js")
    widget.open()
    expect(widget.ask(MILLS).locator(".said")).to_have_text(SAID)
