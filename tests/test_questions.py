from dataclasses import replace

import pytest

from chat_app.answers import Question, QuestionError
from chat_app.questions import read_question
from chat_app.requests import read_request
from chat_app.wording import Kind, asked_noun, kind_of, unit_of
from indexer.corpus import Report, Scope
from indexer.sections import split_sections

TEXT = "2022年工作回顾\n狠抓产业提升。完成低效工业企业整治77家。\n2023年工作计划\n推进小区改造。继续推进老旧小区改造。"
REPORT = replace(Report("r", TEXT, title="西城街道2022年工作报告"), sections=split_sections(TEXT))


def read(text, *history):
    return read_question(Question(text, history), [REPORT])


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("整治了多少家企业", Kind.FIGURE, "家"),
        ("投资多少钱", Kind.FIGURE, "元"),
        ("这一趟得花几个钱", Kind.FIGURE, "元"),
        ("工业投资增速", Kind.FIGURE, "%"),
        ("十无村有哪些", Kind.LIST, ""),
        ("哪个村试点", Kind.PLACE, ""),
        ("谁牵头", Kind.NAME, ""),
        ("什么时候开工", Kind.TIME, ""),
        ("步阳国际上市了吗", Kind.YES_NO, ""),
        ("矛盾怎么化解", Kind.EXPLAIN, ""),
        ("老旧小区", Kind.TOPIC, ""),
    ],
)
def test_the_wording_tells_the_kind_and_the_unit(text, kind, unit):
    assert (kind_of(text), unit_of(text)) == (kind, unit)


def test_what_is_counted_stands_behind_the_question_word():
    assert asked_noun("农家书屋有多少册书") == "书"


def test_question_words_and_the_reports_own_name_are_no_content():
    assert read("请问西城街道一共整治了多少家低效工业企业呢？").content == "整治 低效工业企业"


def test_last_year_is_the_year_reviewed_and_this_year_the_one_planned():
    last, this = read("去年整治了多少家"), read("今年打算怎么改造小区")
    assert (last.year, last.notes) == (2022, ("“去年”指2022年。",))
    assert (this.year, this.scope) == (2023, Scope.PLANNED)


def test_this_year_with_finished_work_is_the_year_reviewed():
    assert read("今年整治了多少家").year == 2022


@pytest.mark.parametrize("year", ["2022年", "二〇二二年", "２０２２年"])
def test_a_year_is_read_however_it_is_written(year):
    assert read(f"{year}整治了多少家").year == 2022


def test_a_question_about_two_years_wants_both():
    assert read("去年做了什么，今年有什么打算").both


def test_a_follow_up_goes_on_with_the_topic_before_it():
    query = read("那2023年呢？", "去年老旧小区改造了多少？")
    assert (query.content, query.year) == ("老旧小区改造", 2023)


def test_a_new_topic_leaves_the_old_one_behind():
    assert "小区" not in read("低效工业企业整治了多少家？", "老旧小区改造了多少？").content


def test_traditional_characters_are_read_as_simplified():
    assert read("整治了多少家低效工業企業").content == "整治 低效工业企业"


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_question"), ("　 \n", "empty_question"), ("问" * 501, "question_too_long")]
)
def test_a_question_that_cannot_be_asked_is_refused_in_chinese(text, code):
    with pytest.raises(QuestionError, match="请") as refusal:
        read(text)
    assert refusal.value.code == code


def test_a_request_takes_earlier_questions_in_both_forms():
    turns = ["甲", {"role": "user", "content": "乙"}, {"role": "assistant", "content": "答"}]
    assert read_request({"question": "丙", "history": turns}) == Question("丙", ("甲", "乙"))


@pytest.mark.parametrize(
    "request_", [None, [], {}, {"question": 1}, {"question": "问", "history": "甲"}, {"question": "问", "history": [1]},
                 {"question": "问", "report": 7}]
)  # fmt: skip
def test_a_malformed_request_is_refused(request_):
    with pytest.raises(QuestionError):
        read_request(request_)


def test_half_a_surrogate_pair_does_no_harm():
    assert read("低效\ud800工业", "\udc00").text == "低效?工业"


@pytest.mark.parametrize(
    "polite", ["您好，请问一下，{}谢谢！", "不好意思打扰了，想请教一下{}", "{}麻烦帮我查一下，谢谢啦", "{}谢谢您了"]
)
def test_greeting_and_thanks_change_nothing(polite):
    plain = read("那2023年呢", "老旧小区改造了多少")
    assert read(polite.format("那2023年呢"), "老旧小区改造了多少") == plain


def test_thanks_alone_stay():
    assert read("谢谢").text == "谢谢"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("文化方面有那些变化", "文化方面有哪些变化"),
        ("图书馆在那里?", "图书馆在哪里?"),
        ("推进了哪个三项目", "推进了哪三个项目"),
        ("靠的是哪条两?", "靠的是哪两条?"),
        ("章店有有份", "章店有没有份"),
    ],
)
def test_slips_in_question_words_are_mended(typed, meant):
    assert read(typed).text == meant


@pytest.mark.parametrize("text", ["政府在那里修了路吗", "那些村有几个达标", "企业有有效专利多少", "那个项目投了多少"])
def test_that_is_not_taken_for_which_where_something_else_asks(text):
    assert read(text).text == text


def test_a_term_in_quotation_marks_is_searched_whole():
    query = read_question(Question("带“十有”的是哪两个村"), ())
    assert "十有" in query.tokens
    assert "十有" not in read_question(Question("带十、有的是哪两个村"), ()).tokens
