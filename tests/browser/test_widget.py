"""The widget on the demo page, used as residents use it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import widths_with_a_citation_apart

pytestmark = pytest.mark.browser

MILLS = "去年整治了多少家低效工业企业？"
SAID = "完成低效工业企业整治77家。[1]"
SILENT = "地铁什么时候开通？"


@pytest.fixture
def desktop(enter, portal):
    return enter(f"{portal.chat}/demo")


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


def test_everything_is_done_by_keyboard_alone(desktop):
    page = desktop.page
    expect(desktop.find(".launcher")).to_have_attribute("aria-expanded", "false")
    for _ in range(60):
        page.keyboard.press("Tab")
        if active(desktop) == "launcher":
            break
    page.keyboard.press("Enter")
    expect(desktop.find(".launcher")).to_have_attribute("aria-expanded", "true")
    expect(desktop.find(".box")).to_be_focused()
    page.keyboard.type(MILLS)
    page.keyboard.press("Enter")
    expect(desktop.find(".answered .said")).to_have_text(SAID)
    expect(desktop.find(".box")).to_have_value("")
    expect(desktop.find(".composer [aria-live]")).to_have_text("回答：完成低效工业企业整治77家。")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if active(desktop) == "cite":
            break
    page.keyboard.press("Enter")
    expect(desktop.find(".cite")).to_have_attribute("aria-expanded", "false")
    expect(desktop.find("blockquote")).to_be_hidden()
    page.keyboard.press("Space")
    expect(desktop.find("blockquote")).to_be_visible()
    page.keyboard.press("Escape")
    expect(desktop.find(".panel")).to_be_hidden()
    expect(desktop.find(".launcher")).to_be_focused()


def test_a_panel_beside_the_page_leaves_the_page_usable(desktop):
    desktop.open()
    assert not desktop.find(".panel").evaluate("panel => panel.matches(':modal')")
    desktop.page.get_by_role("link", name="政府信息公开指南").click()
    expect(desktop.find(".panel")).to_be_visible()
    desktop.page.keyboard.press("Escape")  # pressed in the page, it is the page's
    expect(desktop.find(".panel")).to_be_visible()


def test_an_answer_shows_where_it_stands_and_what_kind_of_statement_it_is(desktop):
    desktop.open()
    turn = desktop.ask(MILLS)
    expect(turn.locator(".said strong")).to_have_text("77家")
    expect(turn.locator(".note")).to_have_text("“去年”指2022年。")
    expect(turn.locator(".badge")).to_have_text("已完成 · 2022")
    expect(turn.locator(".path")).to_contain_text("› 狠抓产业提升")
    expect(turn.locator("blockquote")).to_have_text("完成低效工业企业整治77家")
    expect(turn.locator(".origin")).to_contain_text(
        "《西城街道2022年工作报告》 · 永康市西城街道办事处 · 2023-09-07 发布"
    )
    expect(turn.locator(".origin")).to_contain_text("2023-09-07 发布。以报告原文为准。")
    with desktop.page.context.expect_page() as opened:
        turn.locator(".go").click()
    expect(opened.value.locator("#paper mark")).to_have_text("完成低效工业企业整治77家")
    plan = desktop.ask("2023年计划改造哪些片区？")
    expect(plan.locator(".badge.planned")).to_have_text("计划 · 2023")


def test_what_the_report_does_not_say_looks_different_and_can_be_asked_by_phone(desktop):
    desktop.open()
    said = desktop.ask(MILLS)
    silent = desktop.ask(SILENT)
    expect(silent.locator(".said")).to_contain_text("报告里没有提到")
    expect(silent.locator("a.phone")).to_have_attribute("href", "tel:12345")
    expect(silent.locator(".cite")).to_have_count(0)
    assert silent.locator(".card").count() == 3
    ground = "element => getComputedStyle(element).backgroundColor + getComputedStyle(element).borderLeftWidth"
    assert silent.locator(".answer").evaluate(ground) != said.locator(".answer").evaluate(ground)
    silent.locator("summary").first.click()
    expect(silent.locator("blockquote").first).to_be_visible()


def test_a_premise_is_put_right_first_and_once(desktop):
    desktop.open()
    turn = desktop.ask("去年整治了100家低效工业企业，对吗？")
    expect(turn.locator(".said")).to_have_text(re.compile("^(?!完成).*77家"))
    expect(turn.locator(".note")).to_have_text(["“去年”指2022年。"])


def test_a_follow_up_is_understood_also_on_the_next_page_of_the_portal(desktop):
    desktop.open()
    desktop.ask("去年拆除了多少处违章搭建？")
    desktop.page.reload()
    expect(desktop.find(".panel")).to_be_hidden()  # it never opens by itself
    desktop.open()
    expect(desktop.find(".turn")).to_have_count(1)
    expect(desktop.ask("违规广告牌呢？").locator(".said")).to_contain_text("897块")
    desktop.find(".anew").click()
    expect(desktop.find(".turn")).to_have_count(0)
    expect(desktop.find(".welcome")).to_be_visible()
    desktop.page.reload()
    desktop.open()
    expect(desktop.find(".turn")).to_have_count(0)


def test_an_example_is_asked_with_one_click(desktop):
    desktop.open()
    desktop.find(".welcome .ask").first.click()
    expect(desktop.find(".answered .said")).to_have_text(SAID)


def test_words_appear_before_the_answer_is_complete(desktop):
    desktop.open()
    desktop.ask(SILENT)  # the connection stands
    line = desktop.page.context.new_cdp_session(desktop.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": 3000, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    desktop.find(".box").fill(MILLS)
    desktop.find(".box").press("Enter")
    expect(desktop.find(".pending .said")).to_have_text(SAID)
    expect(desktop.find(".answered")).to_have_count(0)
    expect(desktop.find(".composer [aria-live]")).not_to_contain_text("77家")  # only what is finished is announced
    line.send("Network.emulateNetworkConditions", slow | {"downloadThroughput": -1})
    expect(desktop.find(".answered .said")).to_have_text(SAID)
    expect(desktop.find(".composer [aria-live]")).to_contain_text("77家")


def test_an_answer_on_its_way_can_be_stopped_and_asked_again(desktop):
    desktop.open()
    line = desktop.page.context.new_cdp_session(desktop.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 4000, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    desktop.find(".box").fill(MILLS)
    desktop.find(".box").press("Enter")
    expect(desktop.find(".send")).to_have_text("停止")
    desktop.find(".send").click()
    expect(desktop.find(".fault .said")).to_have_text("已经停止，没有查完。")
    line.send("Network.emulateNetworkConditions", slow | {"latency": 0})
    desktop.find(".fault .ask").click()
    expect(desktop.find(".turn .said")).to_have_text([SAID])


def test_a_new_conversation_is_empty_though_an_answer_was_on_its_way(desktop):
    desktop.open()
    desktop.page.evaluate("window.told = []; Wenzheng.on('error', event => told.push(event.detail.code))")
    line = desktop.page.context.new_cdp_session(desktop.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 4000, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    desktop.find(".box").fill(SILENT)
    desktop.find(".box").press("Enter")
    desktop.find(".anew").click()
    line.send("Network.emulateNetworkConditions", slow | {"latency": 0})
    expect(desktop.ask(MILLS).locator(".said")).to_have_text(SAID)
    expect(desktop.find(".turn")).to_have_count(1)
    assert desktop.page.evaluate("told") == []


def test_a_lost_connection_is_told_and_mended(desktop):
    desktop.open()
    desktop.page.context.set_offline(True)
    turn = desktop.ask(MILLS)
    expect(turn.locator(".said")).to_have_text("没有连上。请检查网络，稍后再问一次。")
    desktop.page.context.set_offline(False)
    desktop.complaints.clear()
    turn.locator(".ask").click()
    expect(desktop.find(".turn .said")).to_have_text([SAID])


@pytest.mark.parametrize(("question", "hint"), [("  ", "请先写下您的问题"), ("问" * 501, "问题太长了（501字）")])
def test_a_question_that_cannot_be_asked_is_explained_and_kept(desktop, question, hint):
    desktop.open()
    desktop.find(".box").fill(question)
    desktop.find(".send").click()
    expect(desktop.find(".hint")).to_contain_text(hint)
    expect(desktop.find(".box")).to_have_value(question)
    expect(desktop.find(".turn")).to_have_count(0)


def test_the_enter_of_an_input_method_does_not_send(desktop):
    desktop.open()
    keys = desktop.page.context.new_cdp_session(desktop.page)
    keys.send("Input.imeSetComposition", {"text": "qiye", "selectionStart": 4, "selectionEnd": 4})
    for key, code in (("Enter", 229), ("Escape", 229)):
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": key, "windowsVirtualKeyCode": code})
    keys.send("Input.insertText", {"text": "企业"})
    expect(desktop.find(".box")).to_have_value("企业")
    expect(desktop.find(".turn")).to_have_count(0)
    expect(desktop.find(".panel")).to_be_visible()
    desktop.page.keyboard.press("Shift+Enter")
    expect(desktop.find(".box")).to_have_value("企业\n")
    expect(desktop.find(".turn")).to_have_count(0)


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


def test_a_panel_changes_with_the_window(desktop):
    desktop.open()
    desktop.find(".box").fill("写了一半")
    desktop.page.set_viewport_size({"width": 390, "height": 844})
    expect(desktop.page.locator("#wenzheng-widget .panel:modal")).to_be_visible()
    desktop.page.set_viewport_size({"width": 1280, "height": 860})
    expect(desktop.page.locator("#wenzheng-widget .panel:not(:modal)")).to_be_visible()
    expect(desktop.find(".box")).to_have_value("写了一半")


def test_text_is_enlarged_with_one_button_and_stays_so(desktop):
    desktop.open()
    desktop.ask(MILLS)
    desktop.large_enough(16, 44)
    desktop.find(".size").click()
    expect(desktop.find(".size")).to_have_attribute("aria-pressed", "true")
    expect(desktop.find(".size")).to_be_focused()
    desktop.large_enough(24, 60)  # 18 pt
    desktop.page.reload()
    desktop.open()
    desktop.large_enough(24, 60)
    desktop.find(".size").click()
    expect(desktop.find(".size")).to_have_attribute("aria-pressed", "false")


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


def test_markup_in_a_question_is_shown_and_does_nothing(desktop):
    page = desktop.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    hostile = (
        "<img src=http://evil.example/x onerror=alert(1)> <style>*{display:none}</style> [点](javascript:alert(1)) "
        "<script>alert(2)</script> **粗** </p></article><form><input></form> &lt;b&gt; {{7*7}} ${7*7}"
    )
    desktop.open()
    turn = desktop.ask(hostile)
    assert turn.locator("h3").evaluate("heading => heading.lastChild.data") == hostile
    assert desktop.find(".log").locator("img, style, script, form, input, em, iframe").count() == 0
    expect(desktop.find(".launcher")).to_be_visible()


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


def test_an_answer_is_voted_on_and_a_no_can_be_explained(desktop, portal):
    desktop.open()
    privacy = desktop.page.request.get(f"{portal.chat}/api/feedback").json()["privacy"]
    expect(desktop.find(".welcome .small")).to_have_text(privacy)
    turn = desktop.ask(MILLS)
    with desktop.page.expect_response("**/api/feedback") as response:
        turn.get_by_role("button", name="有用").click()
    assert response.value.status == 204
    expect(turn.locator(".told")).to_have_text("谢谢，已经记下。")
    expect(turn.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    votes = []
    desktop.page.on("request", lambda request: votes.append(request.post_data_json))
    turn.get_by_role("button", name="没用").click()
    with desktop.page.expect_response("**/api/feedback") as response:
        turn.get_by_role("button", name="数字不对").click()
    assert response.value.status == 204
    index = desktop.page.evaluate("JSON.parse(sessionStorage['wenzheng.visit.1'])[0].answer.index")
    name = votes[0].pop("visit")
    assert len(name) > 11
    assert votes == [{"question": MILLS, "index": index, "vote": "down", "reason": "wrong_figure"}]  # counted once
    expect(turn.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "false")
    desktop.page.context.set_offline(True)
    turn.get_by_role("button", name="有用").click()
    expect(turn.locator(".told")).to_contain_text("没有记下来")
    desktop.complaints.clear()
