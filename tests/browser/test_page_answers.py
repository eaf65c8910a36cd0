"""The conversation on the page: what an answer shows, how it leads to its place in the report, and what is kept."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import MILLS

pytestmark = pytest.mark.browser


def inside(page, selector):
    """Tell whether an element stands within the window and within the pane that scrolls it."""
    return page.locator(selector).first.evaluate(
        """element => {
            const box = element.getBoundingClientRect();
            const pane = element.closest("#paper, #scroller").getBoundingClientRect();
            return box.height > 0 && box.top >= Math.max(pane.top, 0) - 1
                && box.bottom <= Math.min(pane.bottom, innerHeight) + 1;
        }"""
    )


def test_a_resident_asks_and_finds_the_sentence_in_the_report(desktop):
    page = desktop.page
    desktop.ask(MILLS)
    expect(page.locator("#log .said")).to_have_text("完成低效工业企业整治77家。[1]")
    expect(page.locator("#log .path")).to_have_text(
        "2022年主要工作回顾 › 一、坚持快与稳并进,创新驱动跑出经济发展“加速度” › 狠抓产业提升"
    )
    expect(page.locator("#log .badge")).to_have_text("已完成 · 2022")
    expect(page.locator("#log .quote")).to_have_text("完成低效工业企业整治77家")
    expect(page.locator("#log .origin")).to_contain_text("西城街道2022年工作报告")
    expect(page.locator("#paper mark")).to_have_text("完成低效工业企业整治77家")  # at once, before any click
    page.locator("#paper").evaluate("pane => pane.scrollTop = 0")
    page.locator("#log .cite").click()
    expect(page.locator("#paper mark")).to_be_focused()
    assert inside(page, "#paper mark")
    page.locator("#back").click()
    expect(page.locator("#log .cite")).to_be_focused()
    expect(page.locator("#back")).to_be_hidden()


def test_the_viewer_shows_the_report_word_for_word(talk, site):
    shown = talk.page.locator("#paper > *").all_text_contents()
    report = talk.page.request.get(f"{site}api/reports/xicheng-2022").json()["text"]
    assert shown == [line for line in report.split("\n") if line.strip()]


def test_plans_are_told_from_work_done(talk):
    talk.ask("2023年计划改造哪些片区")
    expect(talk.page.locator("#log .badge.planned").first).to_have_text("计划 · 2023")


def test_what_the_report_does_not_say_is_said_calmly_with_whom_to_call(talk):
    page = talk.page
    talk.ask(MILLS)
    talk.ask("地铁什么时候开通？")
    turn = page.locator("#log .turn.not_found")
    expect(turn.locator(".said")).to_contain_text("报告里没有提到")
    expect(turn.locator(".cite")).to_have_count(0)
    expect(turn.locator("a.phone")).to_have_attribute("href", "tel:12345")
    assert turn.locator("a.phone").get_attribute("target") is None
    expect(page.locator("#paper mark")).to_have_count(0)
    card = turn.locator(".card").first
    quote = card.locator(".quote").text_content()
    card.click()
    expect(page.locator("#paper mark").first).to_be_focused()
    assert "".join(page.locator("#paper mark").all_text_contents()) == quote


def test_thanks_after_an_answer_show_no_passages(talk):
    talk.ask(MILLS)
    talk.ask("谢谢")
    turn = talk.page.locator("#log .turn").last
    expect(turn.locator(".said")).to_contain_text("您好！")
    expect(turn.locator(".card")).to_have_count(0)


def test_a_follow_up_is_understood_from_the_question_before(talk):
    talk.ask("去年拆除了多少处违章搭建？")
    talk.ask("违规广告牌呢？")
    expect(talk.page.locator("#log .turn").last.locator(".said")).to_contain_text("897块")
    expect(talk.page.locator("#log .turn")).to_have_count(2)


def test_a_reload_keeps_the_conversation_and_what_it_was_about(desktop):
    desktop.ask("去年拆除了多少处违章搭建？")
    desktop.page.wait_for_timeout(200)
    desktop.page.reload()
    desktop.page.locator("#send").wait_for()
    expect(desktop.page.locator("#log .turn")).to_have_count(1)
    desktop.ask("违规广告牌呢？")
    expect(desktop.page.locator("#log .turn").last.locator(".said")).to_contain_text("897块")
    desktop.page.locator("#log .cite").first.click()
    expect(desktop.page.locator("#paper mark")).to_be_focused()


def test_a_lost_connection_is_told_and_mended(desktop):
    page = desktop.page
    desktop.ask(MILLS)
    page.context.set_offline(True)
    page.locator("#question textarea").fill("老年人能力初筛了多少人？")
    page.keyboard.press("Enter")
    expect(page.locator("#log .refused .said")).to_contain_text("现在没有连上网")
    with page.expect_event("load"):
        page.context.set_offline(False)
    desktop.complaints.clear()
    page.locator("#send").wait_for()
    desktop.ask("老年人能力初筛了多少人？")
    expect(page.locator("#log .said")).to_contain_text(["77家", "现在没有连上网", "13502人"])


def test_the_same_question_asked_twice_is_answered_twice(talk):
    talk.ask(MILLS)
    talk.ask(MILLS)
    assert talk.page.locator("#log .said").all_text_contents() == ["完成低效工业企业整治77家。[1]"] * 2


def test_a_link_to_a_place_opens_the_report_there(desktop, site):
    desktop.page.goto(f"{site}?report=xicheng-2022&at=330-343")
    expect(desktop.page.locator("#paper mark")).to_have_text("完成低效工业企业整治77家")
    expect(desktop.page.locator("#paper mark")).to_be_focused()
    assert inside(desktop.page, "#paper mark")


def test_on_a_phone_a_citation_leads_down_to_the_sentence_and_back(phone):
    page = phone.page
    phone.ask(MILLS)
    assert inside(page, "#log .said")
    page.locator("#log .card").click()
    expect(page.locator("#paper mark")).to_be_focused()
    assert inside(page, "#paper mark")
    page.locator("#back").click()
    expect(page.locator("#log .card")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
