"""The charts of a scorecard: right at the points of their curves, and told in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.charts import Axis, calibration_curve, draw_interval, figures, recall_curve
from eval.summary import Value
from tests.outcomes import outcome


def test_recall_curve_counts_first_relevant_passages():
    found = [outcome(str(n), rr=rr) for n, rr in enumerate((1.0, 1 / 3, 1 / 3, 0.1, 0.0))]
    silent = replace(found[0], scores={"refused": 1.0})
    shares = dict(recall_curve([*found, silent]))
    assert shares == {1: 0.2, 2: 0.2, 3: 0.6, **dict.fromkeys(range(4, 10), 0.6), 10: 0.8}


def test_calibration_takes_equal_shares_of_the_answers_given():
    confident = [0.2, 0.4, 0.6, 0.8, 1.0]
    found = [outcome(str(c), None if c > 0.5 else "reading", confidence=c) for c in confident]
    refused = replace(found[0], outcome="not_found")
    low, high = calibration_curve([*found, refused], bins=2)
    assert low == pytest.approx((0.3, 0.0, 2))
    assert high == pytest.approx((0.8, 1.0, 3))
    assert len(calibration_curve(found)) == 5
    assert calibration_curve([refused]) == []


def test_charts_say_in_words_what_they_show():
    recall, risk, calibration = figures("town", [outcome("a", rr=1.0), outcome("b", "reading", rr=0.5, confidence=0.5)])
    assert "among the first k, by k, passages looked at. 1: 50.0%, 2: 100.0%, 3: 100.0%" in recall.drawing
    assert "50%: 0.0%, 100%: 50.0%." in risk.drawing
    assert "50%: 0.0%, 90%: 100.0%." in calibration.drawing


@pytest.mark.parametrize("values", [[], [0.0], [1.0], [0.93, 0.98], [0.0, 1.0], [0.13, 0.77]])
def test_axis_holds_its_values_between_round_ticks(values):
    axis = Axis.of_shares("", values)
    assert all(axis.low - 1e-9 <= value <= axis.high + 1e-9 for value in values)
    assert axis.low < axis.high
    assert 2 <= len(axis.ticks) <= 6
    assert axis.along(axis.high, 10, 20) == 20


def test_interval_lies_where_its_figures_are():
    drawing = draw_interval(Value(0.5, 4, 0.25, 1.0))
    assert '<line class="span" x1="53" x2="194"' in drawing
    assert '<line class="tick" x1="100" x2="100"' in drawing
    assert "span" not in draw_interval(Value(0.5, 4))
