import html
import re
import tomllib
from pathlib import Path

import pytest

from chat_app.answers import Answer, Citation, Evidence, Outcome, Statement
from chat_app.drawing import badge, contact_link, draw_answer, draw_refusal, encode, report_line
from indexer.corpus import Period, Report, Scope

DATA = Path(__file__).parents[1] / "data"
REPORT = Report("r 1&2", "新建<b>学校</b>1所，投入3所之3亿元。", "标题_<i>", "乡_政府", "2023-01-05")
DONE = Period(Scope.DONE, 2022)
HOSTILE = [
    pytest.param(payload["text"], id=payload["kind"])
    for payload in tomllib.loads((DATA / "hostile.toml").read_text(encoding="utf-8"))["payload"]
]


def answer(outcome=Outcome.ANSWERED, text="", **fields):
    return Answer(outcome, text, 0.9, "sha256:0", 1.0, reports=(REPORT,), **fields)


def citation(n=1, start=0, end=11):
    return Citation.of(n, REPORT, ("一、<x>", "二"), DONE, start, end)


def visible(drawn):
    """Return the text that a browser shows of drawn HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", drawn))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_is_left_that_could_be_markup(text):
    drawn = encode(text).removeprefix('<span class="apart">').removesuffix("</span>")
    assert re.fullmatch(r"(?:[^\W_]|[ \x01-\x08\x0b\x0e-\x1f\x7f-\x9f]|&#\d+;)*", drawn)
    assert html.unescape(drawn) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_through_every_place_as_text(text):
    place = Evidence(0, 0.5, "r", (text,), 0, 3, text, DONE)
    report = Report(text, "x", text, text, text)
    fields = {"notes": (text,), "suggestions": (text,), "evidence": (place,), "generator": text}
    for outcome in Outcome:
        drawn = draw_answer(text, Answer(outcome, text, 0.5, "i", 1.0, reports=(report,), **fields), text)
        assert visible(drawn).count(text) >= 5
        assert "\n" not in drawn
        allowed = "article|h3|h4|div|p|span|a|ol|ul|li|button|strong"
        assert set(re.findall(r"</?(\w+)", drawn)) <= set(allowed.split("|"))
        assert not re.search(r"<[^>]*(evil|alert)", drawn)


def test_there_are_many_kinds_of_hostile_text():
    assert len({kind.id for kind in HOSTILE}) == len(HOSTILE) >= 26


def test_a_reference_becomes_a_link_to_its_place_and_only_where_there_is_a_citation():
    drawn = draw_answer("问", answer(text="新建学校。[1][2]", citations=(citation(),)), "12345")
    cite = '<a class="cite" href="?report=r+1%262&amp;at=0-11">[1]</a>'
    assert f'新建学校<span class="kept">&#12290;{cite}</span>&#91;2&#93;' in drawn
    assert "新建学校。[1][2]" in visible(drawn)


def test_what_answers_is_bold_where_it_stands_once():
    once = answer(text="新建学校1所。[1]", short="1所", citations=(citation(),), statements=(Statement("", (1,)),))
    assert "<strong>1所</strong>" in draw_answer("问", once, "")
    twice = answer(text="1所和1所。", short="1所")
    assert "<strong>" not in draw_answer("问", twice, "")


def test_a_citation_shows_number_path_badge_and_quotation():
    drawn = draw_answer("问", answer(text="有。[1]", citations=(citation(),)), "")
    card = drawn[drawn.index('<a class="card"') :]
    assert visible(card).startswith("1一、<x> › 二已完成 · 2022新建<b>学校</b>在原文中查看")
    assert 'class="badge done"' in card


def test_an_answer_names_its_report_and_says_what_holds():
    drawn = draw_answer("问", answer(text="有。[1]", citations=(citation(),)), "")
    assert "出处：《标题_<i>》 · 乡_政府 · 2023-01-05 发布。以报告原文为准。" in visible(drawn)


def test_where_the_report_is_silent_the_nearest_three_and_the_contact_are_shown():
    near = tuple(Evidence(i, 0.5, REPORT.id, ("一",), 0, 3, f"近{i}", Period()) for i in range(5))
    drawn = draw_answer("问", answer(Outcome.NOT_FOUND, "报告里没有提到。", evidence=near), "政务服务热线 12345")
    assert 'class="turn not_found"' in drawn
    assert re.findall("近[0-9]", visible(drawn)) == ["近0", "近1", "近2"]
    assert 'href="tel:12345"' in drawn
    assert "badge" not in drawn


def test_an_answer_carries_the_index_that_a_vote_on_it_names():
    drawn = draw_answer("问", answer(text="有。"), "")
    assert visible(drawn[drawn.index('<span class="index">') :]) == "sha256:0"
    assert "index" not in draw_refusal("问", "太长了。")


def test_a_refusal_shows_the_question_and_the_reason():
    assert visible(draw_refusal("<b>", "太长了。")) == "您问：<b>太长了。"


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period(Scope.DONE, 2022), "已完成 · 2022"),
        (Period(Scope.PLANNED, 2023), "计划 · 2023"),
        (Period(Scope.DONE, 2022, 2018), "已完成 · 2018–2022"),
        (Period(Scope.PLANNED), "计划"),
        (Period(None, 2022), "2022"),
        (Period(), ""),
    ],
)
def test_a_badge_says_done_or_planned_and_when(period, label):
    assert badge(period) == label


@pytest.mark.parametrize(
    ("contact", "number"),
    [("政务服务热线 12345", "12345"), ("24小时：0579-87101234", "0579-87101234"), ("到窗口问", None)],
)
def test_the_last_number_of_the_contact_can_be_called(contact, number):
    drawn = contact_link(contact)
    assert (f'href="tel:{number}"' in drawn) if number else drawn == contact


def test_unknown_facts_of_a_report_are_left_out():
    assert visible(report_line(Report("xicheng", "x"))) == "xicheng"


@pytest.mark.parametrize("turning", ["\u202e", "\u2067", "\u200f"])
def test_a_text_that_turns_the_direction_of_writing_is_kept_apart_wherever_it_stands(turning):
    apart = f'<span class="apart">甲&#{ord(turning)};乙</span>'
    assert encode(f"甲{turning}乙") == apart
    place = Evidence(0, 0.5, "r", (f"甲{turning}乙", "丙"), 0, 3, "新建", DONE)
    drawn = draw_answer(
        "问", answer(Outcome.NOT_FOUND, "没有。", evidence=(place,), notes=(f"甲{turning}乙",)), "12345"
    )
    assert f'<p class="note">{apart}</p>' in drawn
    assert '<span class="path"><span class="apart">' in drawn
    styles = (Path(__file__).parents[2] / "chat_app" / "web" / "page.css").read_text(encoding="utf-8")
    assert ".apart { unicode-bidi: isolate; }" in styles
