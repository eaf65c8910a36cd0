"""What is wrong with a question record, alone or beside another, is found; what only looks wrong is let through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.faults import validate
from eval.questionset import GoldNumber, GoldSpan, QuestionRecord
from tests.question_records import GOOD

REPORTS = {"r": "完成整治77家。产值 6.87 亿元,同比增长 0.28 %。"}
ABSENT = QuestionRecord(
    id="q-2",
    question="街道有几所小学?",
    type="unanswerable",
    split="test",
    answerable=False,
    unanswerable_kind="absent",
    line=2,
)
VALUE = GoldSpan(0, "r", "产值 6.87 亿元", 8, 18)


def one_fault(*records: QuestionRecord) -> str:
    faults = validate(records, REPORTS)
    assert len(faults) == 1, faults
    assert faults[0].line == records[-1].line
    return faults[0].message


# Faults of a record


def test_good_records_have_no_fault() -> None:
    assert validate([GOOD, ABSENT], REPORTS) == []


def test_white_space_in_a_quote_does_not_hide_a_figure() -> None:
    record = replace(GOOD, numbers=(GoldNumber("6.87", "亿元"),), answers=(("6.87亿元",),), evidence=(VALUE,))
    assert validate([record], REPORTS) == []


def test_a_quote_off_its_place_is_told_where_it_stands() -> None:
    assert "it stands at 0–7" in one_fault(replace(GOOD, evidence=(GoldSpan(0, "r", "完成整治77家", 1, 8),)))


def test_a_quote_that_is_nowhere_is_a_fault() -> None:
    assert "nowhere" in one_fault(replace(GOOD, evidence=(GoldSpan(0, "r", "完成整治77户", 0, 7),)))


def test_a_quote_of_an_unknown_report_is_a_fault() -> None:
    assert "the reports are r" in one_fault(replace(GOOD, evidence=(GoldSpan(0, "s", "完成整治77家", 0, 7),)))


@pytest.mark.parametrize("value", ["78", "7", "7.7", ""])
def test_a_figure_that_is_not_in_the_evidence_is_a_fault(value: str) -> None:
    assert "not in the evidence" in one_fault(replace(GOOD, numbers=(GoldNumber(value, "家"),)))


def test_a_figure_within_another_figure_is_a_fault() -> None:
    record = replace(GOOD, numbers=(GoldNumber("87", "亿元"),), evidence=(VALUE,))
    assert "not in the evidence" in one_fault(record)


def test_an_alternative_that_is_not_in_the_evidence_is_a_fault_unless_derived() -> None:
    record = replace(GOOD, answers=(("77家", "七十七家"),))
    assert "'七十七家'" in one_fault(record)
    assert validate([replace(record, derived=("七十七家",))], REPORTS) == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"question": " "}, "empty"),
        ({"derived": ("78",)}, "derived names"),
        ({"answers": ((),)}, "group of answers is empty"),
        ({"numbers": ()}, "no gold"),
        ({"unanswerable_kind": "absent"}, "unanswerable_kind"),
        ({"type": "yes_no"}, "no verdict"),
        ({"tags": ("follow_up",)}, "history"),
        ({"history": ("有哪些企业?",)}, "history"),
        ({"type": "unanswerable"}, "contradict"),
        ({"evidence": (GoldSpan(1, "r", "完成整治77家", 0, 7),)}, "number them 0"),
    ],
)
def test_gold_that_contradicts_itself_is_a_fault(changed: dict[str, object], message: str) -> None:
    assert message in one_fault(replace(GOOD, **changed))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"unanswerable_kind": None}, "no unanswerable_kind"),
        ({"evidence": (VALUE,)}, "has gold"),
        ({"verdict": "no"}, "has gold"),
    ],
)
def test_an_unanswerable_question_has_a_kind_and_no_gold(changed: dict[str, object], message: str) -> None:
    assert message in one_fault(replace(ABSENT, **changed))


# Faults between records


def test_a_repeated_id_is_a_fault() -> None:
    assert "line 1" in one_fault(GOOD, replace(ABSENT, id="q-1"))


def test_a_sentence_quoted_in_both_splits_is_a_fault() -> None:
    growth = GoldSpan(0, "r", "增长 0.28 %", 21, 30)
    first = replace(GOOD, numbers=(GoldNumber("6.87", "亿元"),), evidence=(VALUE,))
    second = replace(
        GOOD,
        id="q-3",
        question="涨了百分之几",
        split="test",
        numbers=(GoldNumber("0.28", "%"),),
        evidence=(growth,),
        line=3,
    )
    assert REPORTS["r"][21:30] == growth.quote
    assert "line 1 quotes for dev" in one_fault(first, second)
    assert validate([first, replace(second, split="dev")], REPORTS) == []


def test_almost_the_same_question_in_both_splits_is_a_fault() -> None:
    asked = replace(ABSENT, id="q-3", question="请问:街道现有几所公办小学?", line=1)
    again = replace(ABSENT, split="dev", question="请问街道现有几所公办小学呢")
    assert "line 1" in one_fault(asked, again)
    assert validate([asked, replace(again, split="test")], REPORTS) == []


def test_follow_ups_with_other_histories_are_no_duplicates() -> None:
    asked = replace(ABSENT, question="那2021年呢?", tags=("follow_up",), history=("规上工业产值是多少?",))
    again = replace(asked, id="q-3", split="dev", history=("文体演出办了几场?",))
    assert validate([asked, again], REPORTS) == []


def test_the_same_question_twice_in_one_split_is_a_fault() -> None:
    assert "line 2" in one_fault(ABSENT, replace(ABSENT, id="q-3", line=3))
