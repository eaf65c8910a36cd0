"""An answer beside its gold, as far as a person needs both to understand the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.marking import Marks
from eval.questionset import GoldSpan, QuestionRecord
from eval.ranking import covers

_CONTEXT = 40
"""Characters of the report shown on either side of a gold quote."""


def explain(
    record: QuestionRecord, answer: Mapping[str, Any], marks: Marks, texts: Mapping[str, str]
) -> dict[str, Any]:
    """Return question, gold, answer and marks as plain JSON; ``texts`` maps report ids to their texts."""
    return {
        "question": record.question,
        "history": list(record.history),
        "gold": {
            "answers": [list(group) for group in record.answers],
            "numbers": [asdict(number) for number in record.numbers],
            "verdict": record.verdict,
            "evidence": [_in_context(span, texts[span.report]) for span in record.evidence],
        },
        "text": answer["text"],
        "short": answer.get("short"),
        "verdict": answer.get("verdict"),
        "notes": list(answer["notes"]),
        "citations": [{key: c[key] for key in ("n", "report", "start", "end", "quote")} for c in answer["citations"]],
        "evidence": [_passage(item, record.evidence) for item in answer["evidence"]],
        "marks": asdict(marks),
    }


def _in_context(span: GoldSpan, text: str) -> dict[str, Any]:
    before, behind = text[max(span.start - _CONTEXT, 0) : span.start], text[span.end : span.end + _CONTEXT]
    return asdict(span) | {"before": before.split("\n")[-1], "behind": behind.split("\n")[0]}


def _passage(item: Mapping[str, Any], gold: Sequence[GoldSpan]) -> dict[str, Any]:
    """Return a passage with the gold groups it holds and the ranges of its text that are gold."""
    inside = [s for s in gold if s.report == item["report"] and s.start < item["end"] and item["start"] < s.end]
    ranges = [[max(s.start - item["start"], 0), min(s.end, item["end"]) - item["start"]] for s in inside]
    kept = {key: item[key] for key in ("report", "path", "start", "end", "text", "score")}
    return kept | {"groups": sorted({s.group for s in gold if covers(item, s)}), "gold": sorted(ranges)}
