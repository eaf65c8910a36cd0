"""The glossary of the chat application: question, evidence, citation, answer.

``Answer.to_dict`` is the public JSON form, the same on the command line and over HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from indexer.corpus import Period, Report

_INNER = ("period", "likeness", "weakest", "everyday", "expected")
"""Fields of citations and evidence that are not for the public as they are."""


class QuestionError(ValueError):
    """A question that cannot be asked; the message is plain Chinese, fit to be shown to a resident.

    ``code`` names the kind for programs: bad_question, empty_question, question_too_long or unknown_report.
    """

    def __init__(self, message: str, code: str = "bad_question") -> None:
        super().__init__(message)
        self.code = code


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    PARTLY = "partly"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked.

    ``history`` holds the earlier questions of the same visitor, oldest first; ``report`` restricts the search
    to one report id, None searches all.
    """

    text: str
    history: tuple[str, ...] = ()
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage found for a question.

    ``score`` is its relevance, about 1 where it answers; higher is better. ``likeness`` and ``weakest`` say how near in
    meaning its words come to the question's (chat_app.likeness); ``everyday`` are the words of the question that stand
    there in official ones. ``expected``: start and end of what answers, in the report, questions that staff expect, and
    how like these are to the one asked, 0 to about 1, and whether it answers the likest with no.
    """

    passage: int
    score: float
    report: str
    path: tuple[str, ...]
    start: int
    end: int
    text: str
    period: Period
    likeness: float = 0.0
    weakest: float = 0.0
    everyday: tuple[str, ...] = ()
    expected: tuple[tuple[int, int, float, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: ``quote == report.text[start:end]``, always. ``n`` counts from 1."""

    n: int
    report: str
    title: str
    path: tuple[str, ...]
    period: Period
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, n: int, report: Report, path: tuple[str, ...], period: Period, start: int, end: int) -> Citation:
        """Cite ``report.text[start:end]``; raises ValueError for a range outside the text."""
        if not 0 <= start < end <= len(report.text):
            raise ValueError(f"{report.id}: no text at [{start}, {end}), the report has {len(report.text)} characters")
        return cls(n, report.id, report.title, path, period, start, end, report.text[start:end])


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says, with everything needed to check it."""

    outcome: Outcome
    text: str
    confidence: float
    index: str
    elapsed_ms: float
    short: str | None = None
    verdict: str | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    generator: str | None = None
    small_talk: bool = False
    """Nothing was asked that a report could say."""
    reports: tuple[Report, ...] = field(default=(), repr=False)

    @property
    def further_notes(self) -> tuple[str, ...]:
        """The notes that a reader has not read yet: a correction opens the text already."""
        return tuple(note for note in self.notes if not (self.verdict and self.text.startswith(note)))

    def to_dict(self) -> dict[str, Any]:
        """Return the public JSON form of the answer (see README, "The answer")."""
        return {
            "outcome": str(self.outcome),
            "text": self.text,
            "short": self.short,
            "verdict": self.verdict,
            "confidence": round(self.confidence, 4),
            "statements": [{"text": s.text, "citations": list(s.citations)} for s in self.statements],
            "citations": [_placed(c) for c in self.citations],
            "evidence": [_placed(e) for e in self.evidence],
            "notes": list(self.notes),
            "suggestions": list(self.suggestions),
            "generator": self.generator,
            "small_talk": self.small_talk,
            "reports": [report_facts(r) for r in self.reports],
            "index": self.index,
            "elapsed_ms": round(self.elapsed_ms, 2),
        }


def report_facts(report: Report) -> dict[str, Any]:
    """Return what is shown of a report beside an answer: id, title, publisher, date, year, digest and address."""
    names = ("id", "title", "publisher", "date", "year", "url", "index_number", "digest")
    return {name: getattr(report, name) for name in names}


def _placed(item: Citation | Evidence) -> dict[str, Any]:
    """Flatten an item's period into its JSON form: scope, year and year_from."""
    # Not by asdict, which copies deeply: with ten passages an answer, that took as long as all the rest of the server.
    shown = {part.name: getattr(item, part.name) for part in fields(item) if part.name not in _INNER}
    period = item.period
    scope = str(period.scope) if period.scope else None
    return shown | {"path": list(item.path), "scope": scope, "year": period.year, "year_from": period.year_from}
