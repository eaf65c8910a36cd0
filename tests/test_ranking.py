import math

import pytest

from eval.questionset import GoldSpan
from eval.ranking import rank

GOLD = GoldSpan(0, "r", "x" * 20, 100, 120)
OTHER = GoldSpan(1, "r", "x" * 20, 300, 320)


def passage(start, end, report="r"):
    return {"report": report, "start": start, "end": end}


ELSEWHERE = [passage(1000 + 10 * i, 1005 + 10 * i) for i in range(12)]


@pytest.mark.parametrize(
    ("place", "one", "five", "ten"),
    [(0, 1, 1, 1), (1, 0, 1, 1), (4, 0, 1, 1), (5, 0, 0, 1), (9, 0, 0, 1), (10, 0, 0, 0)],
)
def test_success_asks_whether_the_passage_is_among_the_first(place, one, five, ten):
    evidence = [*ELSEWHERE[:place], passage(90, 130), *ELSEWHERE[place:]]
    scores = rank({"q": evidence}, {"q": [GOLD]})["q"]
    assert (scores["success_1"], scores["success_5"], scores["success_10"]) == (one, five, ten)
    assert scores["rr"] == pytest.approx(1 / (place + 1) if ten else 0)
    assert scores["ndcg"] == pytest.approx(1 / math.log2(place + 2) if ten else 0)


@pytest.mark.parametrize(("start", "end", "found"), [(110, 400, 1), (111, 400, 0), (0, 110, 1), (0, 109, 0)])
def test_a_passage_must_cover_half_of_the_quote(start, end, found):
    assert rank({"q": [passage(start, end)]}, {"q": [GOLD]})["q"]["success_1"] == found


def test_the_same_offsets_in_another_report_are_nothing():
    assert rank({"q": [passage(100, 120, "s")]}, {"q": [GOLD]})["q"]["success_10"] == 0


def test_a_question_that_needs_two_places_needs_both():
    one = rank({"q": [passage(100, 120), *ELSEWHERE]}, {"q": [GOLD, OTHER]})["q"]
    assert (one["success_1"], one["all_groups_10"]) == (1, 0)
    both = rank({"q": [passage(100, 120), *ELSEWHERE[:5], passage(300, 320)]}, {"q": [GOLD, OTHER]})["q"]
    assert (both["all_groups_5"], both["all_groups_10"]) == (0, 1)
    assert rank({"q": [passage(90, 330)]}, {"q": [GOLD, OTHER]})["q"]["all_groups_5"] == 1


def test_a_second_passage_of_the_same_group_adds_nothing():
    alone = rank({"q": [passage(100, 120)]}, {"q": [GOLD]})["q"]
    twice = rank({"q": [passage(100, 120), passage(95, 121)]}, {"q": [GOLD]})["q"]
    assert alone == twice


def test_a_question_without_evidence_scores_zero_and_is_not_left_out():
    scores = rank({"a": [passage(100, 120)]}, {"a": [GOLD], "b": [GOLD]})
    assert set(scores["b"].values()) == {0.0}
