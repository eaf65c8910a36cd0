"""The widget and the portal's page around it: neither disturbs the other, and little is loaded."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import BARE, MILLS, SAID

pytestmark = pytest.mark.browser

HOSTILE_STYLES = """<style>
    html { font-size: 4px; --ink: red; --ground: red }
    html * { font-size: 2px !important; color: transparent !important; visibility: hidden !important;
             pointer-events: none !important; opacity: 0 !important; transform: scale(0.1) !important;
             letter-spacing: 3em !important; writing-mode: vertical-rl !important; --paper: red !important }
    div, button, dialog, p, textarea, summary { display: none !important; z-index: -1 !important }
    body { transform: translateX(99px); filter: blur(9px) }
</style>"""


def test_it_leaves_the_page_as_it_is(enter, portal):
    before = "<script>before = [...Object.getOwnPropertyNames(window), 'before']</script>"
    page = f"{before}{BARE}<p>文</p>" + "<p>字</p>" * 60
    plain = enter(portal.listed + portal.publish("plain", page.replace("{tag}", "")))
    widget = enter(portal.listed + portal.publish("dressed", page))
    widget.open()
    widget.ask(MILLS)
    state = """() => JSON.stringify([
        ...[...document.querySelectorAll("html, body, h1, p, #own")].map(element =>
            [element.getBoundingClientRect(), element.getAttributeNames(), [...getComputedStyle(element)].map(
                name => name + getComputedStyle(element)[name])]),
        document.styleSheets.length, document.adoptedStyleSheets.length, document.cookie,
    ])"""
    assert widget.page.evaluate(state) == plain.page.evaluate(state)
    fresh = "Object.getOwnPropertyNames(window).filter(name => !before.includes(name))"
    assert widget.page.evaluate(fresh) == ["Wenzheng"]


def test_no_style_of_the_portal_comes_in(enter, portal, bare):
    widget = enter(portal.listed + portal.publish("hostile", HOSTILE_STYLES + BARE))
    for each in (bare, widget):
        each.open()
        each.ask(MILLS)
    look = """() => {
        const names = ["color", "visibility", "opacity", "fontSize", "backgroundColor", "pointerEvents"];
        const all = document.querySelector("#wenzheng-widget").shadowRoot.querySelectorAll("*");
        return JSON.stringify([...all].map(element => [
            element.className, element.getBoundingClientRect(), ...names.map(name => getComputedStyle(element)[name])
        ]));
    }"""
    assert widget.page.evaluate(look) == bare.page.evaluate(look)
    assert widget.page.evaluate("document.querySelector('#wenzheng-widget').checkVisibility({opacityProperty: true})")


def test_shortcuts_of_the_portal_do_not_answer_to_what_is_typed(enter, portal):
    heard = "for (const name of ['keydown', 'keyup']) document.addEventListener(name, () => pressed++)"
    widget = enter(portal.listed + portal.publish("keys", f"<script>pressed = 0; {heard}</script>{BARE}"))
    widget.open()
    widget.page.keyboard.type("abc/?")
    expect(widget.find(".box")).to_have_value("abc/?")
    assert widget.page.evaluate("pressed") == 0


def test_a_portal_in_another_encoding_shows_it_right(enter, portal):
    widget = enter(portal.listed + portal.publish("gbk", BARE, encoding="gb18030"))
    widget.open()
    expect(widget.find(".send")).to_have_text("提问")
    expect(widget.ask(MILLS).locator(".said")).to_have_text(SAID)


def test_three_requests_and_25_kilobytes_are_enough_to_use_it(enter, portal):
    path = portal.publish("bare", "<!doctype html><title>门户</title>{tag}")
    widget = enter("about:blank")
    line = widget.page.context.new_cdp_session(widget.page)
    line.send("Network.enable")
    asked, received = {}, []
    line.on("Network.requestWillBeSent", lambda sent: asked.update({sent["requestId"]: sent["request"]["url"]}))
    line.on(
        "Network.loadingFinished", lambda done: received.append((asked[done["requestId"]], done["encodedDataLength"]))
    )
    widget.page.goto(portal.listed + path)
    widget.open()
    widget.find(".box").wait_for()
    own = [size for url, size in received if url.startswith(portal.chat)]
    assert 1 <= len(own) <= 3
    assert sum(own) <= 25 * 1024
