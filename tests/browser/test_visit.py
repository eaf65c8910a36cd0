"""A visit as a whole: what is kept over a reload, begun anew, copied, linked, printed; and what goes wrong."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MILLS = "去年整治了多少家低效工业企业？"
TWO_PLACES = "“十无村”有哪些？老年人能力初筛了多少人？"


@pytest.fixture
def clipboard(talk):
    """Let the page copy; returns a function that reads what was copied."""
    talk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return lambda: talk.page.evaluate("navigator.clipboard.readText()")


def test_a_reload_keeps_turns_settings_place_and_what_is_being_written(desktop):
    page = desktop.page
    for question in (MILLS, "地铁什么时候开通？", TWO_PLACES):
        desktop.ask(question)
    desktop.more("大")
    page.locator("#question textarea").fill("写了一半")
    page.wait_for_timeout(200)
    page.reload()
    desktop.ready()
    expect(page.locator("#log .turn")).to_have_count(3)
    expect(page.locator("#log .turn").last.locator(".question")).to_be_in_viewport()
    expect(page.locator("#question textarea")).to_have_value("写了一半")
    expect(page.locator("html")).to_have_attribute("data-size", "18pt")
    expect(page.locator("#paper mark").first).to_contain_text("十无村")
    expect(page.locator("#log .turn").last.get_by_role("button", name="复制回答")).to_be_visible()


def test_a_new_conversation_can_be_taken_back(talk):
    page = talk.page
    talk.ask("去年拆除了多少处违章搭建？")
    page.get_by_role("button", name="新对话").click()
    expect(page.locator("#log .turn")).to_have_count(0)
    expect(page.locator("#examples")).to_be_visible()
    expect(page.locator("#paper mark")).to_have_count(0)
    expect(page.locator("#question textarea")).to_be_focused()
    page.get_by_role("button", name="恢复刚才的对话").click()
    expect(page.locator("#log .turn")).to_have_count(1)
    talk.ask("违规广告牌呢？")  # what it was about came back too
    expect(page.locator("#log .said").last).to_contain_text("897块")
    page.get_by_role("button", name="新对话").click()
    talk.ask("呢？")
    expect(page.locator("#log .turn")).to_have_count(1)
    expect(page.locator("#log .said")).not_to_contain_text("897块")


def test_an_answer_is_copied_with_all_that_is_needed_to_check_it(talk, clipboard, site):
    talk.ask(MILLS)
    copy = talk.page.locator("#log .tools").get_by_role("button", name="复制回答")
    copy.click()
    expect(talk.page.locator("#log .told")).to_have_text("已复制")
    assert clipboard() == (
        f"问：{MILLS}\n\n答：完成低效工业企业整治77家。[1]\n\n“去年”指2022年。\n\n"
        "[1] 2022年主要工作回顾 › 一、坚持快与稳并进,创新驱动跑出经济发展“加速度” › 狠抓产业提升　已完成 · 2022\n"
        f"“完成低效工业企业整治77家”\n{site}?report=xicheng-2022&at=330-343\n\n"
        "出处：《西城街道2022年工作报告》 · 永康市西城街道办事处 · 2023-09-07 发布。以报告原文为准。"
    )
    expect(copy).to_have_text("复制回答", timeout=5000)


def test_where_there_is_no_clipboard_the_old_way_of_copying_serves(desktop):
    page = desktop.page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")  # as on a page without https
    page.evaluate("document.addEventListener('copy', () => (window.copied = String(document.activeElement.value)))")
    desktop.ask(MILLS)
    page.get_by_role("button", name="复制回答").click()
    expect(page.locator("#log .told")).to_have_text("已复制")
    assert page.evaluate("window.copied").startswith(f"问：{MILLS}")


def test_citations_are_stepped_through_and_the_address_follows(talk, clipboard, site):
    page = talk.page
    talk.ask(TWO_PLACES)
    page.locator("#log .cite").first.click()
    first = page.url
    page.get_by_role("button", name="下一处").click()
    expect(page.locator("#paper mark")).to_have_text("老年人能力初筛13502人")
    expect(page.locator("#log .card.shown .n")).to_have_text("2")
    expect(page.locator("#announcement")).to_have_text("第2处，共2处")
    expect(page.get_by_role("button", name="下一处")).to_be_focused()
    assert page.url != first
    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert clipboard() == page.url
    page.get_by_role("button", name="上一处").click()
    expect(page.locator("#paper mark").first).to_contain_text("大徐")
    page.get_by_role("button", name="返回回答").click()
    assert page.url == site


def test_a_shared_link_opens_at_its_place_in_another_browser(browser, site, talk):
    talk.ask(MILLS)
    talk.page.locator("#log .cite").click()
    context = browser.new_context()
    page = context.new_page()
    page.goto(talk.page.url)
    expect(page.locator("#paper mark")).to_have_text("完成低效工业企业整治77家")
    expect(page.locator("#paper mark")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_outline_leads_to_every_heading(size, request):
    page = request.getfixturevalue(size).page
    expect(page.locator("#outline")).to_be_hidden()
    page.get_by_role("button", name="目录").click()
    headings = page.locator("#outline a")
    expect(headings).to_have_count(40)
    expect(page.locator("#outline .badge")).to_have_text(["已完成 · 2022", "计划 · 2023"])
    headings.filter(has_text="办好民生关键小事").click()
    expect(page.locator("#outline")).to_be_hidden()
    expect(page.locator("#paper mark")).to_have_text("办好民生关键小事")
    expect(page.locator("#paper mark")).to_be_focused()
    expect(page.locator("#paper mark")).to_be_in_viewport()


def test_the_print_shows_questions_answers_and_sources_and_no_controls(desktop):
    page = desktop.page
    page.evaluate("window.print = () => (window.printed = true)")
    desktop.ask(MILLS)
    desktop.more("深色")
    desktop.more("打印这次问答")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    for selector in (".question", ".said", ".quote", ".path", ".origin"):
        expect(page.locator(f"#log {selector}")).to_be_visible()
    for selector in (".toolbar", "#dock", "#source", "#log .tools", "#more"):
        expect(page.locator(selector)).to_be_hidden()
    assert page.locator("#log .said").evaluate("said => getComputedStyle(said).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).overflow") == "visible"


def test_a_busy_and_a_vanished_server_are_told_in_plain_words_and_a_vote_harms_nothing(desktop, start_process):
    page, box = desktop.page, desktop.page.locator("#question textarea")
    with start_process(rate_limit="1/day") as (address, server):
        desktop.open(address)
        desktop.ask(MILLS)
        box.fill("拆除了多少处违章搭建？")
        box.press("Enter")
        expect(page.locator("#log .refused .said")).to_contain_text("您问得太快了，请过")
        server.kill()
        page.get_by_role("button", name="再问一次").click()
        expect(page.locator("#log .refused .said").last).to_have_text("暂时连不上服务。请等一两分钟，再问一次。")
        page.get_by_role("button", name="有用").click()
        expect(page.locator("#log .told")).to_have_text("评价没有送到，不影响您继续提问。")
        expect(page.locator("#log .answered .said")).to_contain_text("77家")
        desktop.complaints.clear()
