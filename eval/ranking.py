"""Was the sentence that answers found, and how high? Retrieval measures against character offsets.

A passage is relevant when it covers at least half of the characters of a gold quote, so chunking is free to change.
The measures are those of ``ir-measures``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.questionset import GoldSpan

COVERED = 0.5
_DEPTH = 10
NAMES = ("success_1", "success_5", "success_10", "all_groups_5", "all_groups_10", "rr", "ndcg")


def rank(
    evidence: Mapping[str, Sequence[Mapping[str, Any]]], gold: Mapping[str, Sequence[GoldSpan]]
) -> dict[str, dict[str, float]]:
    """Return the measures of each question (id → name → value); a question without evidence scores zero.

    ``evidence`` holds the passages of each question, best first, ``gold`` its spans. ``success_k``: a relevant passage
    is among the first k. ``all_groups_k``: every group has one there. ``rr`` and ``ndcg`` are cut at 10; a further
    passage for a group that has one adds nothing.
    """
    import ir_measures
    from ir_measures import RR, Success, nDCG

    names = {
        Success @ 1: "success_1", Success @ 5: "success_5", Success @ 10: "success_10",
        RR @ _DEPTH: "rr", nDCG @ _DEPTH: "ndcg",
    }  # fmt: skip
    places = {key: _places(evidence.get(key, ())[:_DEPTH], spans) for key, spans in gold.items()}
    qrels = {key: {_document(group, place): 1 for group, place in found.items()} for key, found in places.items()}
    run = {key: {f"at-{i}": float(-i) for i in range(min(len(evidence.get(key, ())), _DEPTH))} for key in gold}
    scores = {key: _grouped(found) for key, found in places.items()}
    for result in ir_measures.iter_calc(list(names), qrels, {key: ranked for key, ranked in run.items() if ranked}):
        scores[result.query_id][names[result.measure]] = float(result.value)
    return scores


def covers(item: Mapping[str, Any], span: GoldSpan) -> bool:
    """Tell whether a passage holds at least half of a gold quote."""
    shared = min(item["end"], span.end) - max(item["start"], span.start)
    return bool(item["report"] == span.report) and shared >= COVERED * (span.end - span.start)


def _places(evidence: Sequence[Mapping[str, Any]], gold: Sequence[GoldSpan]) -> dict[int, int | None]:
    """Return for each group the place, from 0, of the first passage that is relevant to it."""
    places: dict[int, int | None] = {span.group: None for span in gold}
    for group in places:
        spans = [span for span in gold if span.group == group]
        places[group] = next((i for i, item in enumerate(evidence) if any(covers(item, s) for s in spans)), None)
    return places


def _document(group: int, place: int | None) -> str:
    return f"missing-{group}" if place is None else f"at-{place}"


def _grouped(places: Mapping[int, int | None]) -> dict[str, float]:
    within = {k: all(place is not None and place < k for place in places.values()) for k in (5, 10)}
    return dict.fromkeys(NAMES, 0.0) | {f"all_groups_{k}": float(whole) for k, whole in within.items()}
