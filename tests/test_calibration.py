from dataclasses import astuple, fields, replace

import pytest

from chat_app.confidence import BIAS, WEIGHTS, Signals, probability
from eval.calibration import Observation, fit, observe
from eval.session import open_set
from eval.sets import declared_sets, fitted_sets

NOTHING = Signals(*(0.0 for _ in fields(Signals)))


@pytest.fixture(scope="module")
def observations():
    seen: list[Observation] = []
    for entry in fitted_sets([], declared_sets()):
        with open_set(entry, None) as (assistant, records):
            seen += observe(assistant, [r for r in records if r.split == "dev"])
    return seen


def test_a_signal_that_tells_right_from_wrong_gets_the_weight():
    seen = [Observation(replace(NOTHING, coverage=float(i % 2)), i % 2 == 1, hidden=False) for i in range(40)]
    weights, bias = fit(seen)
    assert weights.coverage > 3 > 0 > bias
    assert [w for w in astuple(replace(weights, coverage=0.0)) if w] == []


def test_with_the_evidence_hidden_no_answer_counts_as_right(observations):
    hidden = [o for o in observations if o.hidden]
    assert len(hidden) > 80
    assert not any(o.right for o in hidden)


def test_the_shipped_weights_are_what_the_fit_gives(observations):
    weights, bias = fit(observations)
    for shipped, fitted in zip((*astuple(WEIGHTS), BIAS), (*astuple(weights), bias), strict=True):
        assert shipped == pytest.approx(fitted, abs=0.5)


def test_the_confidence_tells_right_answers_from_wrong_ones(observations):
    right = [probability(o.signals) for o in observations if o.right]
    wrong = [probability(o.signals) for o in observations if not o.right]
    ordered = sum(r > w for r in right for w in wrong) / (len(right) * len(wrong))
    assert ordered > 0.85
