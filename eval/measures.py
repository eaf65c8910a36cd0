"""The measures of the scorecard, each a value: its name, what it is called, and which way is better.

Question by question first, then the mean over those it applies to; AUROC and the area under the risk–coverage curve
look at all questions together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Measure:
    """A number per question, averaged. ``percent``: a share, shown as one; else in its own unit."""

    name: str
    label: str
    higher_is_better: bool = True
    percent: bool = True


MEASURES = (
    Measure("right_cited", "right, with the right citation"),
    Measure("right", "right"),
    Measure("refused", "refused of unanswerable"),
    Measure("false_abstention", "refused although answerable", higher_is_better=False),
    Measure("selective", "right of what was answered"),
    Measure("penalised", "penalised score (+1 right, 0 refused, −1 wrong)", percent=False),
    Measure("short", "short answer right (number, entity)"),
    Measure("verdict", "yes/no right"),
    Measure("item_recall", "list items, recall"),
    Measure("item_precision", "list items, precision"),
    Measure("overlap", "character F1 with the gold wording"),
    Measure("success_1", "sentence found first"),
    Measure("success_5", "sentence in the first 5"),
    Measure("success_10", "sentence in the first 10"),
    Measure("all_groups_5", "every part in the first 5"),
    Measure("all_groups_10", "every part in the first 10"),
    Measure("rr", "reciprocal rank (MRR@10)"),
    Measure("ndcg", "nDCG@10"),
    Measure("citation_recall", "citation recall (ALCE)"),
    Measure("citation_precision", "citation precision (ALCE)"),
    Measure("gold_recall", "gold spans cited"),
    Measure("gold_precision", "citations that are gold"),
    Measure("verbatim", "quotes verbatim"),
    Measure("figures", "figures held by their citation"),
    Measure("not_found_precision", "rightly refused of all refused"),
    Measure("brier", "Brier score of the confidence", higher_is_better=False, percent=False),
    Measure("characters", "characters of an answer", higher_is_better=False, percent=False),
)
BY_NAME = {measure.name: measure for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class SetMeasure:
    """A number over all questions together."""

    name: str
    label: str
    of: Callable[[Sequence[Outcome]], float | None]
    higher_is_better: bool = True
    percent: bool = False


def auroc(outcomes: Sequence[Outcome]) -> float | None:
    """Return how well the confidence tells answerable from unanswerable questions; None unless there are both.

    The probability that an answerable question has the higher confidence, ties counted half (Mann–Whitney).
    """
    from scipy.stats import rankdata

    answerable = np.array([o.answerable for o in outcomes])
    positive, negative = int(answerable.sum()), int((~answerable).sum())
    if not positive or not negative:
        return None
    ranks: NDArray[np.float64] = rankdata([o.confidence for o in outcomes])
    return float((ranks[answerable].sum() - positive * (positive + 1) / 2) / (positive * negative))


def risk_coverage(outcomes: Sequence[Outcome]) -> list[tuple[float, float]]:
    """Return (coverage, risk) as ever less sure answers are given: the surest first, refused ones never.

    Coverage is the share of all questions answered, risk the share of wrong ones among them.
    """
    given = sorted((o for o in outcomes if o.outcome != "not_found"), key=lambda o: (-o.confidence, o.id))
    wrong = np.cumsum([1 - (o.scores.get("right") or 0.0) for o in given])
    return [((n + 1) / len(outcomes), float(wrong[n]) / (n + 1)) for n in range(len(given))]


def aurc(outcomes: Sequence[Outcome]) -> float | None:
    """Return the area under the risk–coverage curve, over the coverage reached; lower is better."""
    curve = risk_coverage(outcomes)
    return sum(risk for _, risk in curve) / len(curve) if curve else None


def not_found_f1(outcomes: Sequence[Outcome]) -> float | None:
    """Return F1 of not_found as the detection of unanswerable questions."""
    refused = sum(o.outcome == "not_found" for o in outcomes)
    silent = sum(not o.answerable for o in outcomes)
    both = sum(o.outcome == "not_found" and not o.answerable for o in outcomes)
    return 2 * both / (refused + silent) if refused + silent else None


def coverage(outcomes: Sequence[Outcome]) -> float | None:
    """Return the share of questions answered."""
    return sum(o.outcome != "not_found" for o in outcomes) / len(outcomes) if outcomes else None


SET_MEASURES = (
    SetMeasure("auroc", "AUROC of the confidence (answerable or not)", auroc),
    SetMeasure("aurc", "area under risk–coverage", aurc, higher_is_better=False),
    SetMeasure("not_found_f1", "F1 of not_found", not_found_f1, percent=True),
    SetMeasure("coverage", "coverage (share answered)", coverage, percent=True),
)
