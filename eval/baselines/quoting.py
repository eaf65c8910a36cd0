"""The common half of the baselines: the best passage, quoted whole, is the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chat_app.answers import Question
from indexer.corpus import Passage

EVIDENCE = 10


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a report that a baseline searches: ``text == report.text[start:end]``."""

    report: str
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, passage: Passage) -> Chunk:
        """Return a passage of the index as a chunk."""
        return cls(passage.report, passage.start, passage.end, passage.text)


class Quoting(Protocol):
    """A baseline: a name, and chunks ranked for a question.

    A higher score of the first chunk means that the baseline is surer; scores of different baselines do not compare.
    """

    name: str

    def rank(self, question: str, limit: int) -> Sequence[tuple[Chunk, float]]:
        """Return up to ``limit`` chunks with their scores, best first."""

    def answer(self, question: Question) -> Mapping[str, Any]:
        """Return the best chunk as the answer, in the public JSON form."""
        ranked = self.rank(question.text, EVIDENCE)
        evidence = [
            {"passage": i, "score": score, "report": chunk.report, "path": [], "start": chunk.start, "end": chunk.end,
             "text": chunk.text}
            for i, (chunk, score) in enumerate(ranked)
        ]  # fmt: skip
        if not ranked:
            return {"outcome": "not_found", "text": "", "short": None, "verdict": None, "confidence": 0.0,
                    "statements": [], "citations": [], "evidence": [], "notes": []}  # fmt: skip
        best, score = ranked[0]
        citation = {"n": 1, "report": best.report, "start": best.start, "end": best.end, "quote": best.text}
        return {
            "outcome": "answered",
            "text": f"{best.text}[1]",
            "short": None,
            "verdict": None,
            "confidence": max(score, 0.0) / (1 + max(score, 0.0)),
            "statements": [{"text": best.text, "citations": [1]}],
            "citations": [citation],
            "evidence": evidence,
            "notes": [],
        }
