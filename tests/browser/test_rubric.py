"""The fifteen function points by which a public rubric judges government question-answering robots, one test a point.

Answers 3, input hints 1, related knowledge 2, guided questions 2, hot questions 1, mobile 2, voice in and out 2,
rating 1, history 1.
"""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

MILLS = "去年整治了多少家低效工业企业？"


def test_answers_1_a_question_is_answered_with_its_source(talk):
    talk.ask(MILLS)
    expect(talk.page.locator("#log .said")).to_have_text("完成低效工业企业整治77家。[1]")
    expect(talk.page.locator("#log .card .quote")).to_have_text("完成低效工业企业整治77家")
    expect(talk.page.locator("#log .origin")).to_have_text(
        "出处：《西城街道2022年工作报告》 · 永康市西城街道办事处 · 2023-09-07 发布。以报告原文为准。"
    )


def test_answers_2_a_follow_up_is_understood_from_the_conversation(talk):
    talk.ask("去年拆除了多少处违章搭建？")
    talk.ask("违规广告牌呢？")
    expect(talk.page.locator("#log .said").last).to_contain_text("897块")


def test_answers_3_what_the_report_does_not_say_is_not_made_up(talk):
    talk.ask("地铁什么时候开通？")
    turn = talk.page.locator("#log .turn.not_found")
    expect(turn.locator(".said")).to_contain_text("报告里没有提到")
    expect(turn.get_by_role("link", name="拨打 政务服务热线 12345")).to_have_attribute("href", "tel:12345")


def test_input_hints_1_questions_are_offered_while_one_is_written(desktop):
    page, box = desktop.page, desktop.page.locator("#question textarea")
    expect(box).to_have_attribute("placeholder", "例如：“十无村”有哪些？")
    box.press_sequentially("老年")
    hint = page.locator("#hints button")
    expect(hint).to_have_text(["老年人能力初筛了多少人？"])
    expect(page.locator("#announcement")).to_contain_text("有1个现成的问题")
    page.keyboard.press("ArrowUp")
    expect(hint).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(page.locator("#hints")).to_be_hidden()
    with page.expect_response("**/api/topics"):
        page.reload()
        desktop.ready()
        box.fill("防汛")  # a heading's question, known once the topics are there
    box.press("End")
    box.press_sequentially("抗旱")
    hint.first.click()
    expect(page.locator("#log .said")).to_contain_text("防汛抗旱")
    expect(page.locator("#hints")).to_be_hidden()


def test_related_knowledge_1_each_answer_opens_its_context_in_the_report(talk):
    page = talk.page
    talk.ask(MILLS)
    expect(page.locator("#log .path")).to_contain_text("2022年主要工作回顾 › 一、坚持快与稳并进")
    page.locator("#log .card").click()
    paragraph = page.locator("#paper p", has=page.locator("mark"))
    expect(paragraph).to_contain_text("狠抓产业提升。坚决扛起低效用地整治大旗")


def test_related_knowledge_2_where_nothing_is_found_the_nearest_passages_are_shown(talk):
    talk.ask("地铁什么时候开通？")
    cards = talk.page.locator("#log .not_found .card")
    expect(cards).to_have_count(3)
    cards.first.click()
    expect(talk.page.locator("#paper mark").first).to_be_focused()


def test_guided_questions_1_an_example_is_asked_with_one_click(talk):
    talk.page.locator("#examples").get_by_role("button", name=MILLS).click()
    expect(talk.page.locator("#log .said")).to_have_text("完成低效工业企业整治77家。[1]")


def test_guided_questions_2_questions_are_offered_by_topic_and_each_is_answered(talk, site):
    page = talk.page
    page.get_by_text("按主题看更多问题").click()
    headings = page.locator("#topic-list h3")
    expect(headings).to_have_text(["2022年主要工作回顾 已完成 · 2022", "2023年工作计划 计划 · 2023"])
    questions = page.locator("#topic-list .ask").all_text_contents()
    assert len(questions) >= 20
    for question in questions[::6]:
        answer = page.request.post(f"{site}api/ask", data={"question": question}).json()
        assert answer["outcome"] == "answered", question
    page.locator("#topic-list .ask").first.click()
    expect(page.locator("#log .answered")).to_have_count(1)


def test_hot_questions_1_the_usual_questions_stand_on_the_first_page(talk):
    expect(talk.page.get_by_role("heading", name="常见问题")).to_be_visible()
    assert talk.page.locator("#examples .ask").count() >= 5


def test_mobile_1_on_a_phone_one_asks_reads_the_source_and_comes_back(phone):
    page = phone.page
    phone.ask(MILLS)
    page.locator("#log .card").click()
    expect(page.locator("#paper mark")).to_be_in_viewport()
    page.get_by_role("button", name="返回回答").click()
    expect(page.locator("#log .said")).to_be_in_viewport()


def test_mobile_2_on_a_phone_nothing_is_cut_off_and_the_question_box_stays_in_reach(phone):
    for question in (MILLS, "“十无村”有哪些？老年人能力初筛了多少人？"):
        phone.ask(question)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
    phone.page.evaluate("scrollTo(0, 0)")
    expect(phone.page.locator("#question textarea")).to_be_in_viewport(ratio=1)


def test_voice_out_1_an_answer_is_read_aloud_by_a_voice_of_the_device(visiting):
    visit = visiting("network_voice", "local_voice", "speech")
    visit.ask(MILLS)
    read = visit.page.locator("#log .read")
    read.click()
    spoken = visit.page.evaluate("window.spoken.filter(Boolean)")
    assert "".join(said["text"] for said in spoken) == "完成低效工业企业整治77家。“去年”指2022年。"
    assert {said["voice"] for said in spoken} == {"本机"}
    expect(read).to_have_text("停止")
    read.click()
    expect(read).to_have_text("读出来")
    assert visit.page.evaluate("window.spoken.at(-1)") is None
    silent = visiting("network_voice", "speech")  # only a voice that would speak from the network
    silent.ask(MILLS)
    expect(silent.page.locator("#log .read")).to_be_hidden()


def test_voice_in_1_a_question_is_spoken_where_the_browser_can_and_the_visitor_wants_it(visiting):
    visit = visiting("microphone")
    page, speak = visit.page, visit.page.locator("#speak")
    assert page.evaluate("document.featurePolicy.allowsFeature('microphone')")
    expect(speak).to_be_hidden()  # the voice would leave the machine
    visit.more("打开“说话”按钮")
    page.evaluate(f"window.heard = '{MILLS}'")
    speak.click()
    expect(page.locator("#question textarea")).to_have_value(MILLS)
    page.evaluate("window.heard = ''")
    speak.click()
    expect(page.locator("#hint")).to_contain_text("请在浏览器设置里允许")
    local = visiting("microphone", "on_device")
    expect(local.page.locator("#speak")).to_be_visible()


def test_rating_1_an_answer_is_voted_on_with_a_reason_and_thanked_for(desktop):
    page = desktop.page
    desktop.ask(MILLS)
    turn = page.locator("#log .turn")
    turn.get_by_role("button", name="没用").click()
    with page.expect_request("**/api/feedback") as sent:
        turn.get_by_role("button", name="数字不对").click()
    vote = sent.value.post_data_json
    name = vote.pop("visit")
    assert len(name) > 11
    assert vote.pop("index").startswith("sha256:")
    assert vote == {"question": MILLS, "vote": "down", "reason": "wrong_figure"}
    expect(turn.locator(".told")).to_have_text("谢谢您的评价。")
    assert sent.value.response().status == 204
    page.reload()
    desktop.ready()
    expect(turn.locator(".told")).to_have_text("谢谢您的评价。")
    with page.expect_request("**/api/feedback") as sent:
        turn.get_by_role("button", name="有用").click()
    assert sent.value.post_data_json["visit"] == name  # so it takes the place of the first
    expect(turn.get_by_role("button", name="有用")).to_have_attribute("aria-pressed", "true")


def test_history_1_the_questions_of_this_visit_lead_back_to_their_answers(talk):
    page = talk.page
    expect(page.locator("#open-visit")).to_be_hidden()
    for question in (MILLS, "地铁什么时候开通？", "“十无村”有哪些？"):
        talk.ask(question)
    page.get_by_role("button", name="问过的").click()
    expect(page.locator("#asked button")).to_have_text([MILLS, "地铁什么时候开通？", "“十无村”有哪些？"])
    page.locator("#asked button").first.click()
    expect(page.locator("#log .question").first).to_be_focused()
    expect(page.locator("#log .question").first).to_be_in_viewport()
    expect(page.locator("#visit")).to_be_hidden()
