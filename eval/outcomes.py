"""What became of one question: the scores of one answer, and what is needed to understand them.

The glossary of the measuring half of this package: no framework, no arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from chat_app.answers import Question

FAILURES = ("retrieval", "reading", "false_abstention", "false_answer", "bad_citation")
"""What can go wrong, in the order of the pipeline: the passage that answers was not among the first ten; it was, but
what was read from it is wrong; it was refused although the report answers it; it was answered although the report is
silent; it is right, but the citation does not hold the answer."""


class System(Protocol):
    """Anything that answers questions: the product, a baseline, or a file of answers."""

    @property
    def name(self) -> str:
        """What the system is called in tables."""

    def answer(self, question: Question) -> Mapping[str, Any]:
        """Return an answer in its public JSON form (README, "The answer")."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The scores of the answer to one question; a score that does not apply is None.

    ``scores`` maps a measure's name (eval.measures) to a number from 0 to 1, or to characters or milliseconds where
    the measure says so. ``failure`` is one of FAILURES, None where all is well. ``cluster`` is the number of the group
    of questions that rest on the same sentences. ``detail`` holds question, gold, answer and evidence for people; it
    is empty for test questions unless asked for.
    """

    id: str
    set: str
    split: str
    type: str
    answerable: bool
    outcome: str
    confidence: float
    cluster: int
    scores: Mapping[str, float | None]
    failure: str | None = None
    tags: tuple[str, ...] = ()
    unanswerable_kind: str | None = None
    variant: str | None = None
    variant_of: str | None = None
    elapsed_ms: float = 0.0
    detail: Mapping[str, Any] = field(default_factory=dict)
