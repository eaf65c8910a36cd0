"""What expected questions tell of an answer: to which reports it applies, and how its weights are fitted."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from chat_app.confidence import Signals, probability
from chat_app.expectations import Expected, Likely, Told
from eval.calibration import Observation
from eval.expecting import fit_expected, observe_expected

NOTHING = Signals(*(0.0 for _ in fields(Signals)))
SILENT = Told(expected=0.2, elsewhere=0.3, unreported=0.9, ahead=0.0, behind=0.6)
KNOWN = Told(expected=0.9, elsewhere=0.3, unreported=0.2, ahead=0.6, behind=0.0)
LIKELY = Likely(
    answers=(Expected("a", 10, 20, 0.8), Expected("a", 40, 60, 0.5), Expected("b", 0, 9, 0.4)),
    silent={"a": 0.6, "b": 0.9},
    reports=frozenset("ab"),
)


def test_what_is_told_depends_on_what_is_quoted() -> None:
    assert LIKELY.told([("a", 8, 22)]) == Told(0.8, 0.5, 0.6, pytest.approx(0.2), 0.0)
    assert LIKELY.told([("a", 45, 50)]) == Told(0.5, 0.8, 0.6, 0.0, 0.0)
    assert LIKELY.told([("b", 100, 120)]) == Told(0.0, 0.8, 0.9, 0.0, pytest.approx(0.1))


def test_nothing_is_told_of_a_report_without_expected_questions() -> None:
    assert LIKELY.told([("a", 8, 22), ("c", 0, 5)]) is None
    assert LIKELY.told([]) is None
    assert Likely().told([("a", 8, 22)]) is None


def test_the_answer_to_an_expected_question_is_surer_than_one_that_the_report_lacks() -> None:
    assert probability(NOTHING, KNOWN) > 0.6 > 0.05 > probability(NOTHING, SILENT)
    assert probability(NOTHING) == probability(NOTHING, None)


def test_what_tells_right_from_wrong_gets_the_weight() -> None:
    seen = [Observation(NOTHING, i % 2 == 1, hidden=False, told=KNOWN if i % 2 else SILENT) for i in range(60)]
    told, _, _ = fit_expected(seen)
    assert told.expected > 0 > told.unreported
    with pytest.raises(ValueError, match="no expected questions"):
        fit_expected([replace(o, told=None) for o in seen])


def test_expected_questions_asked_as_if_they_were_new_tell_right_from_wrong(assistant) -> None:
    seen = list(observe_expected(assistant, step=20))
    assert len(seen) > 300
    plain, told = (auroc(seen, use) for use in (False, True))
    assert told > plain + 0.1


def auroc(seen: list[Observation], told: bool) -> float:
    sure = [(o.right, probability(o.signals, o.told if told else None)) for o in seen]
    right, wrong = ([p for good, p in sure if good is wanted] for wanted in (True, False))
    return sum(r > w for r in right for w in wrong) / (len(right) * len(wrong))
