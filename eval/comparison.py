"""Two runs side by side: what was fixed, what broke, and whether that can be chance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from eval.outcomes import Outcome
from eval.scorecard import Comparison, Difference, Scorecard
from eval.statistics import holm, mcnemar, permutation

MARKS = ("right_cited", "right", "refused", "success_1", "success_5", "short")
"""Shares, tested by McNemar's exact test."""
MEANS = ("penalised", "ndcg", "citation_recall", "citation_precision", "gold_precision")
"""Means, tested by a paired permutation test."""
_HALF = 0.5


def compare(one: Scorecard, other: Scorecard, names: tuple[str, str]) -> Comparison:
    """Return what changed from ``one`` to ``other``, set by set, on the questions that both asked."""
    sets = [name for name in dict.fromkeys(o.set for o in other.outcomes) if any(o.set == name for o in one.outcomes)]
    differences = {
        name: differences_of([o for o in one.outcomes if o.set == name], [o for o in other.outcomes if o.set == name])
        for name in sets
    }
    return Comparison(*names, differences)


def differences_of(one: Sequence[Outcome], other: Sequence[Outcome]) -> tuple[Difference, ...]:
    """Return the difference in each measure; their p-values are adjusted together."""
    before, after = {o.id: o for o in one}, {o.id: o for o in other}
    told = {key for key, outcome in after.items() if outcome.detail}
    found = []
    for measure in (*MARKS, *MEANS):
        pairs = _pairs(before, after, measure)
        if pairs:
            found.append(_difference(measure, pairs, told))
    adjusted = holm({difference.measure: difference.p for difference in found})
    return tuple(replace(difference, p=adjusted[difference.measure]) for difference in found)


def _pairs(before: Mapping[str, Outcome], after: Mapping[str, Outcome], measure: str) -> list[tuple[str, float, float]]:
    return [
        (key, one, other)
        for key in before
        if key in after
        and (one := before[key].scores.get(measure)) is not None
        and (other := after[key].scores.get(measure)) is not None
    ]


def _difference(measure: str, pairs: Sequence[tuple[str, float, float]], told: Collection[str]) -> Difference:
    ids, one, other = zip(*pairs, strict=True)
    before, after = sum(one) / len(ids), sum(other) / len(ids)
    if measure not in MARKS:
        return Difference(measure, before, after, len(ids), permutation(one, other))
    fixed = [key for key, a, b in pairs if a < _HALF <= b]
    broken = [key for key, a, b in pairs if b < _HALF <= a]
    return Difference(
        measure,
        before,
        after,
        len(ids),
        mcnemar([a >= _HALF for a in one], [b >= _HALF for b in other]),
        len(fixed),
        len(broken),
        tuple(key for key in fixed if key in told),
        tuple(key for key in broken if key in told),
    )
