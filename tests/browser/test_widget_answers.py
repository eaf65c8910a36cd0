"""Conversation in the widget: asking, what an answer shows, what interrupts it, and voting on it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import MILLS, SAID, SILENT

pytestmark = pytest.mark.browser


def test_an_answer_shows_where_it_stands_and_what_kind_of_statement_it_is(demo):
    demo.open()
    turn = demo.ask(MILLS)
    expect(turn.locator(".said strong")).to_have_text("77家")
    expect(turn.locator(".note")).to_have_text("“去年”指2022年。")
    expect(turn.locator(".badge")).to_have_text("已完成 · 2022")
    expect(turn.locator(".path")).to_contain_text("› 狠抓产业提升")
    expect(turn.locator("blockquote")).to_have_text("完成低效工业企业整治77家")
    expect(turn.locator(".origin")).to_contain_text(
        "《西城街道2022年工作报告》 · 永康市西城街道办事处 · 2023-09-07 发布"
    )
    expect(turn.locator(".origin")).to_contain_text("2023-09-07 发布。以报告原文为准。")
    with demo.page.context.expect_page() as opened:
        turn.locator(".go").click()
    expect(opened.value.locator("#paper mark")).to_have_text("完成低效工业企业整治77家")
    plan = demo.ask("2023年计划改造哪些片区？")
    expect(plan.locator(".badge.planned")).to_have_text("计划 · 2023")


def test_what_the_report_does_not_say_looks_different_and_can_be_asked_by_phone(demo):
    demo.open()
    said = demo.ask(MILLS)
    silent = demo.ask(SILENT)
    expect(silent.locator(".said")).to_contain_text("报告里没有提到")
    expect(silent.locator("a.phone")).to_have_attribute("href", "tel:12345")
    expect(silent.locator(".cite")).to_have_count(0)
    assert silent.locator(".card").count() == 3
    ground = "element => getComputedStyle(element).backgroundColor + getComputedStyle(element).borderLeftWidth"
    assert silent.locator(".answer").evaluate(ground) != said.locator(".answer").evaluate(ground)
    silent.locator("summary").first.click()
    expect(silent.locator("blockquote").first).to_be_visible()


def test_a_premise_is_put_right_first_and_once(demo):
    demo.open()
    turn = demo.ask("去年整治了100家低效工业企业，对吗？")
    expect(turn.locator(".said")).to_have_text(re.compile("^(?!完成).*77家"))
    expect(turn.locator(".note")).to_have_text(["“去年”指2022年。"])


def test_a_follow_up_is_understood_also_on_the_next_page_of_the_portal(demo):
    demo.open()
    demo.ask("去年拆除了多少处违章搭建？")
    demo.page.reload()
    expect(demo.find(".panel")).to_be_hidden()  # it never opens by itself
    demo.open()
    expect(demo.find(".turn")).to_have_count(1)
    expect(demo.ask("违规广告牌呢？").locator(".said")).to_contain_text("897块")
    demo.find(".anew").click()
    expect(demo.find(".turn")).to_have_count(0)
    expect(demo.find(".welcome")).to_be_visible()
    demo.page.reload()
    demo.open()
    expect(demo.find(".turn")).to_have_count(0)


def test_an_example_is_asked_with_one_click(demo):
    demo.open()
    demo.find(".welcome .ask").first.click()
    expect(demo.find(".answered .said")).to_have_text(SAID)


def test_words_appear_before_the_answer_is_complete(demo):
    demo.open()
    demo.ask(SILENT)  # the connection stands
    line = demo.page.context.new_cdp_session(demo.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": 3000, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    demo.find(".box").fill(MILLS)
    demo.find(".box").press("Enter")
    expect(demo.find(".pending .said")).to_have_text(SAID)
    expect(demo.find(".answered")).to_have_count(0)
    expect(demo.find(".composer [aria-live]")).not_to_contain_text("77家")  # only what is finished is announced
    line.send("Network.emulateNetworkConditions", slow | {"downloadThroughput": -1})
    expect(demo.find(".answered .said")).to_have_text(SAID)
    expect(demo.find(".composer [aria-live]")).to_contain_text("77家")


def test_an_answer_on_its_way_can_be_stopped_and_asked_again(demo):
    demo.open()
    line = demo.page.context.new_cdp_session(demo.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 4000, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    demo.find(".box").fill(MILLS)
    demo.find(".box").press("Enter")
    expect(demo.find(".send")).to_have_text("停止")
    demo.find(".send").click()
    expect(demo.find(".fault .said")).to_have_text("已经停止，没有查完。")
    line.send("Network.emulateNetworkConditions", slow | {"latency": 0})
    demo.find(".fault .ask").click()
    expect(demo.find(".turn .said")).to_have_text([SAID])


def test_a_new_conversation_is_empty_though_an_answer_was_on_its_way(demo):
    demo.open()
    demo.page.evaluate("window.told = []; Wenzheng.on('error', event => told.push(event.detail.code))")
    line = demo.page.context.new_cdp_session(demo.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 4000, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    demo.find(".box").fill(SILENT)
    demo.find(".box").press("Enter")
    demo.find(".anew").click()
    line.send("Network.emulateNetworkConditions", slow | {"latency": 0})
    expect(demo.ask(MILLS).locator(".said")).to_have_text(SAID)
    expect(demo.find(".turn")).to_have_count(1)
    assert demo.page.evaluate("told") == []


def test_a_lost_connection_is_told_and_mended(demo):
    demo.open()
    demo.page.context.set_offline(True)
    turn = demo.ask(MILLS)
    expect(turn.locator(".said")).to_have_text("没有连上。请检查网络，稍后再问一次。")
    demo.page.context.set_offline(False)
    demo.complaints.clear()
    turn.locator(".ask").click()
    expect(demo.find(".turn .said")).to_have_text([SAID])


@pytest.mark.parametrize(("question", "hint"), [("  ", "请先写下您的问题"), ("问" * 501, "问题太长了（501字）")])
def test_a_question_that_cannot_be_asked_is_explained_and_kept(demo, question, hint):
    demo.open()
    demo.find(".box").fill(question)
    demo.find(".send").click()
    expect(demo.find(".hint")).to_contain_text(hint)
    expect(demo.find(".box")).to_have_value(question)
    expect(demo.find(".turn")).to_have_count(0)


def test_markup_in_a_question_is_shown_and_does_nothing(demo):
    page = demo.page
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    hostile = (
        "<img src=http://evil.example/x onerror=alert(1)> <style>*{display:none}</style> [点](javascript:alert(1)) "
        "<script>alert(2)</script> **粗** </p></article><form><input></form> &lt;b&gt; {{7*7}} ${7*7}"
    )
    demo.open()
    turn = demo.ask(hostile)
    assert turn.locator("h3").evaluate("heading => heading.lastChild.data") == hostile
    assert demo.find(".log").locator("img, style, script, form, input, em, iframe").count() == 0
    expect(demo.find(".launcher")).to_be_visible()


def test_an_answer_is_voted_on_and_a_no_can_be_explained(demo, portal):
    demo.open()
    privacy = demo.page.request.get(f"{portal.chat}/api/feedback").json()["privacy"]
    expect(demo.find(".welcome .small")).to_have_text(privacy)
    turn = demo.ask(MILLS)
    with demo.page.expect_response("**/api/feedback") as response:
        turn.get_by_role("button", name="有用").click()
    assert response.value.status == 204
    expect(turn.locator(".told")).to_have_text("谢谢，已经记下。")
    expect(turn.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")
    votes = []
    demo.page.on("request", lambda request: votes.append(request.post_data_json))
    turn.get_by_role("button", name="没用").click()
    with demo.page.expect_response("**/api/feedback") as response:
        turn.get_by_role("button", name="数字不对").click()
    assert response.value.status == 204
    index = demo.page.evaluate("JSON.parse(sessionStorage['wenzheng.visit.1'])[0].answer.index")
    name = votes[0].pop("visit")
    assert len(name) > 11
    assert votes == [{"question": MILLS, "index": index, "vote": "down", "reason": "wrong_figure"}]  # counted once
    expect(turn.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "false")
    demo.page.context.set_offline(True)
    turn.get_by_role("button", name="有用").click()
    expect(turn.locator(".told")).to_contain_text("没有记下来")
    demo.complaints.clear()
