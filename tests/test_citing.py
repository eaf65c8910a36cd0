import pytest

from eval import citing
from eval.questionset import GoldSpan

TEXT = "完成低效工业企业整治77家,低效工业用地整治444.35亩。步阳集团被评为国家级绿色工厂。"
FIRST, SECOND = (0, 13), (29, 41)


def answer(statements, *spans):
    citations = [
        {"n": n, "report": "r", "start": start, "end": end, "quote": TEXT[start:end]}
        for n, (start, end) in enumerate(spans, 1)
    ]
    return {"statements": [{"text": t, "citations": c} for t, c in statements], "citations": citations}


def test_a_statement_is_supported_when_its_figures_and_wording_are_cited():
    said = answer([("完成低效工业企业整治77家。", [1]), ("完成低效工业企业整治78家。", [1])], FIRST)
    assert citing.recall(said) == 0.5


def test_a_statement_in_other_words_is_not_supported():
    assert citing.recall(answer([("关掉了许多污染大的小厂。", [1])], FIRST)) == 0.0


def test_shuffled_citations_support_nothing():
    said = answer([("完成低效工业企业整治77家。", [2]), ("步阳集团被评为国家级绿色工厂。", [1])], FIRST, SECOND)
    assert citing.recall(said) == 0.0


def test_a_citation_that_no_statement_needs_costs_precision():
    said = answer([("完成低效工业企业整治77家。", [1, 2])], FIRST, SECOND)
    assert citing.precision(said) == 0.5
    assert citing.recall(said) == 1.0


def test_two_citations_that_hold_one_statement_together_are_both_needed():
    joined = "完成低效工业企业整治77家;步阳集团被评为国家级绿色工厂。"
    assert citing.precision(answer([(joined, [1, 2])], FIRST, SECOND)) == 1.0


def test_a_quote_off_by_one_is_not_verbatim():
    said = answer([("完成低效工业企业整治77家。", [1])], FIRST)
    assert citing.verbatim(said, {"r": TEXT}) == 1.0
    said["citations"][0]["start"] = 1
    assert citing.verbatim(said, {"r": TEXT}) == 0.0
    assert citing.verbatim(said, {}) == 0.0


def test_a_figure_may_stand_in_the_citation_or_in_the_question():
    said = answer([("报告中是77家，不是100家。", [1])], FIRST)
    assert citing.figures_held(said, "整治了100家吗？") == 1.0
    assert citing.figures_held(said, "整治了多少家？") == 0.5


def test_gold_is_met_group_by_group():
    gold = [GoldSpan(0, "r", "", *FIRST), GoldSpan(1, "r", "", *SECOND), GoldSpan(1, "r", "", 14, 28)]
    said = answer([], FIRST)
    assert (citing.gold_recall(said, gold), citing.gold_precision(said, gold)) == (0.5, 1.0)
    assert citing.gold_recall(answer([], FIRST, (14, 28)), gold) == 1.0


@pytest.mark.parametrize(("start", "end", "same"), [(0, 13, True), (0, 7, True), (10, 40, False), (13, 20, False)])
def test_two_spans_are_one_place_when_they_share_half_of_the_shorter(start, end, same):
    assert citing.same_place({"report": "r", "start": start, "end": end}, GoldSpan(0, "r", "", 0, 13)) is same


def test_what_does_not_apply_is_none():
    silent = answer([])
    assert citing.recall(silent) is citing.precision(silent) is citing.verbatim(silent, {"r": TEXT}) is None
