"""A system × a set of questions → outcomes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from chat_app.answers import Question, QuestionError
from eval import citing
from eval.explaining import explain
from eval.marking import Marks, mark
from eval.outcomes import Outcome, System
from eval.questionset import QuestionRecord
from eval.ranking import rank

Progress = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer as it came, and how long it took."""

    record: QuestionRecord
    answer: Mapping[str, Any]


class Product:
    """The assistant as a system: what it answers is its public JSON form."""

    name = "wenzheng"

    def __init__(self, assistant: Any) -> None:  # noqa: ANN401  # an Assistant; named so, it would cost an import
        self._assistant = assistant

    def answer(self, question: Question) -> Mapping[str, Any]:
        """Ask the assistant."""
        answered: Mapping[str, Any] = self._assistant.ask(question).to_dict()
        return answered


def run(
    system: System,
    records: Sequence[QuestionRecord],
    texts: Mapping[str, str],
    name: str,
    *,
    detail: Callable[[QuestionRecord], bool] = lambda record: record.split == "dev",
    progress: Progress = lambda: None,
) -> list[Outcome]:
    """Ask ``system`` every question and score it; ``texts`` maps report ids to the texts that offsets refer to.

    ``name`` is that of the set; ``detail`` tells of which questions the outcome keeps wording and evidence.
    """
    replies = [_ask(system, record, progress) for record in records]
    ranks = rank(
        {r.record.id: r.answer["evidence"] for r in replies}, {r.id: r.evidence for r in records if r.evidence}
    )
    clusters = share_evidence(records)
    outcomes = []
    for reply in replies:
        record, answer = reply.record, reply.answer
        marks = mark(record, answer)
        scores = _scores(record, answer, marks, texts) | ranks.get(record.id, {})
        outcomes.append(
            Outcome(
                id=record.id,
                set=name,
                split=record.split,
                type=record.type,
                answerable=record.answerable,
                outcome=str(answer["outcome"]),
                confidence=float(answer["confidence"]),
                cluster=clusters[record.id],
                scores=scores,
                failure=_failure(record, answer, scores),
                tags=record.tags,
                unanswerable_kind=record.unanswerable_kind,
                variant=record.variant,
                variant_of=record.variant_of,
                elapsed_ms=float(answer.get("elapsed_ms") or 0.0),
                detail=explain(record, answer, marks, texts) if detail(record) else {},
            )
        )
    return outcomes


def share_evidence(records: Sequence[QuestionRecord]) -> dict[str, int]:
    """Return the number of the group of each record (by id): records whose gold spans touch are in one group.

    A variant is in the group of the question that it was derived from.
    """
    parent = {record.id: record.id for record in records}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    spans = sorted((span.report, span.start, span.end, r.id) for r in records for span in r.evidence)
    report, reach, holder = "", -1, ""
    for place, start, end, key in spans:
        if place == report and start < reach:
            parent[root(key)] = root(holder)
        if place != report or end > reach:
            report, reach, holder = place, end, key
    for record in records:
        if record.variant_of in parent:
            parent[root(record.id)] = root(str(record.variant_of))
    numbers: dict[str, int] = {}
    return {record.id: numbers.setdefault(root(record.id), len(numbers)) for record in records}


def digest(outcomes: Iterable[Outcome]) -> str:
    """Return the SHA-256 of the scores; the same answers give the same digest, however long they took."""
    plain = [asdict(outcome) | {"elapsed_ms": 0, "detail": {}} for outcome in outcomes]
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _ask(system: System, record: QuestionRecord, progress: Progress) -> Reply:
    try:
        answer = system.answer(Question(record.question, record.history))
    except QuestionError as error:
        answer = {"outcome": "not_found", "text": str(error), "confidence": 0.0, "statements": (), "citations": (),
                  "evidence": (), "notes": ()}  # fmt: skip
    progress()
    return Reply(record, answer)


def _scores(
    record: QuestionRecord, answer: Mapping[str, Any], marks: Marks, texts: Mapping[str, str]
) -> dict[str, float | None]:
    refused = answer["outcome"] == "not_found"
    right = float(marks.right)
    cited = citing.gold_recall(answer, record.evidence) if record.evidence else None
    stated = not refused
    return {
        "right": right if record.answerable else None,
        "right_cited": float(marks.right and cited == 1) if record.answerable else None,
        "refused": None if record.answerable else right,
        "false_abstention": float(refused) if record.answerable else None,
        "selective": right if stated else None,
        "penalised": right if right or refused else -1.0,
        "not_found_precision": float(not record.answerable) if refused else None,
        "short": _number(marks.short),
        "verdict": _number(marks.verdict),
        "item_recall": marks.item_recall,
        "item_precision": marks.item_precision,
        "overlap": marks.overlap,
        "citation_recall": citing.recall(answer) if stated else None,
        "citation_precision": citing.precision(answer) if stated else None,
        "gold_recall": cited if stated else None,
        "gold_precision": citing.gold_precision(answer, record.evidence) if stated and record.answerable else None,
        "verbatim": citing.verbatim(answer, texts),
        "figures": citing.figures_held(answer, record.question) if stated else None,
        "brier": (float(answer["confidence"]) - right) ** 2 if stated else None,
        "characters": float(len(answer["text"])) if stated else None,
    }


def _number(mark: bool | None) -> float | None:
    return None if mark is None else float(mark)


def _failure(record: QuestionRecord, answer: Mapping[str, Any], scores: Mapping[str, float | None]) -> str | None:
    if not record.answerable:
        return None if scores["refused"] else "false_answer"
    if scores["right_cited"]:
        return None
    if answer["outcome"] == "not_found":
        return "false_abstention"
    if scores["right"]:
        return "bad_citation"
    return "reading" if scores["all_groups_10"] else "retrieval"
