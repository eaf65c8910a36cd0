import pytest

from eval.measures import aurc, auroc, coverage, not_found_f1, risk_coverage
from eval.outcomes import Outcome


def outcome(name, confidence, *, answerable=True, right=1.0, outcome="answered"):
    return Outcome(
        name, "s", "dev", "number", answerable, outcome, confidence, 0, {"right": right if answerable else None}
    )


def test_auroc_is_the_chance_that_an_answerable_question_is_surer():
    mixed = [
        outcome("a", 0.9),
        outcome("b", 0.4),
        outcome("c", 0.5, answerable=False),
        outcome("d", 0.4, answerable=False),
    ]
    assert auroc(mixed) == pytest.approx((1 + 1 + 0 + 0.5) / 4)
    assert auroc(mixed[:2]) is None


def test_risk_and_coverage_go_from_the_surest_down():
    given = [outcome("a", 0.9), outcome("b", 0.8, right=0.0), outcome("c", 0.7), outcome("d", 0.1, outcome="not_found")]
    assert risk_coverage(given) == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(1 / 3))]
    assert aurc(given) == pytest.approx((0 + 0.5 + 1 / 3) / 3)
    assert coverage(given) == 0.75


def test_refusals_are_judged_as_a_detection():
    silent = [outcome("a", 0, answerable=False, outcome="not_found"), outcome("b", 0.9, answerable=False)]
    assert not_found_f1([*silent, outcome("c", 0, outcome="not_found"), outcome("d", 1)]) == pytest.approx(0.5)
    assert not_found_f1([outcome("d", 1)]) is None
