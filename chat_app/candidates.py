"""Questions that were asked in vain or voted down, as records for the evaluation set that a person completes.

What only a person can know is left null, and ``python -m eval validate FILE`` names each such field: ``type``,
``answerable``, and with them the gold. ``split`` is dev, since whoever completes a record has seen the question.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chat_app.gap_report import GapReport, Topic, reasons_in_words


def candidates(report: GapReport) -> Iterator[dict[str, Any]]:
    """Yield one record for each topic that was not found or voted down, the most frequent ones first."""
    topics = {id(topic): topic for topic in (*report.in_vain, *report.voted_down)}
    ranked = sorted(topics.values(), key=lambda topic: -(topic.not_found + topic.down))
    for number, topic in enumerate(ranked, start=1):
        yield {
            "id": f"asked-{report.last:%Y%m%d}-{number:03}",
            "question": topic.question,
            "type": None,
            "split": "dev",
            "history": [topic.earlier] if topic.earlier else [],
            "answerable": None,
            "answers": [],
            "numbers": [],
            "verdict": None,
            "evidence": [],
            "unanswerable_kind": None,
            "tags": ["follow_up"] if topic.earlier else [],
            "derived": [],
            "notes": "；".join(_notes(topic)),
        }


def _notes(topic: Topic) -> Iterator[str]:
    if topic.asked:
        yield f"问过 {topic.asked} 次，最近 {topic.last}"
    if topic.not_found:
        yield f"没有答出 {topic.not_found} 次（把握 {topic.confidence}）"
    if topic.down:
        reasons = reasons_in_words(topic.reasons)
        yield f"评价没用 {topic.down} 次" + (f"（{reasons}）" if reasons else "")
    if topic.wordings:
        yield f"也这样问：{' / '.join(topic.wordings)}"
    if topic.nearest:
        yield f"最接近的内容：{topic.nearest}"
    if topic.comments:
        yield f"留言：{' / '.join(topic.comments)}"
