"""What was found for a question as the checks of premises, verdicts and gaps see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chat_app.answers import Evidence
from chat_app.clauses import split_clauses
from chat_app.extractor import Extract
from chat_app.questions import Query
from chat_app.weights import TermWeights
from indexer.corpus import Period, Report
from indexer.lexicon import normalise, tokenize

Weight = Callable[[str], float]
"""The idf of a token."""
_EXPECTED = 0.4
"""How like an expected question the question must be to be taken for asking the same."""
_SINGLE = 0.3
"""How much less a single character counts than a pair or a word."""


@dataclass(frozen=True, slots=True)
class Part:
    """A clause that can be quoted alone: ``[start, end)`` of the report of ``evidence``.

    ``text`` is the clause in a normalised copy; ``context`` the same with the clause that it takes its subject from,
    which the range takes along.
    """

    evidence: Evidence
    start: int
    end: int
    text: str
    context: str

    @property
    def expected(self) -> bool:
        """Whether it answers an expected question that is like the one asked, whatever the words of this one."""
        return bool(self._answers)

    @property
    def denied(self) -> bool:
        """Whether it answers the likest of these with no."""
        return any(denied for _, _, _, denied in self._answers[:1])

    @property
    def _answers(self) -> list[tuple[int, int, float, bool]]:
        """What of the expected questions like the one asked it answers, the likest first."""
        return [
            e
            for e in self.evidence.expected
            if e[2] >= _EXPECTED and 2 * (min(self.end, e[1]) - max(self.start, e[0])) >= e[1] - e[0]
        ]


def read_parts(evidence: Sequence[Evidence]) -> list[Part]:
    """Return the clauses of ``evidence``, passage by passage."""
    return [
        Part(item, item.start + start, item.start + end, text, context)
        for item in evidence
        for start, end, text, context in _clauses(item.text)
    ]


def part_of(extract: Extract) -> Part:
    """Return what ``extract`` quotes as one part."""
    text = plain(extract.quote)
    return Part(extract.evidence, extract.start, extract.end, text, text)


@lru_cache(maxsize=2048)
def _clauses(passage: str) -> tuple[tuple[int, int, str, str], ...]:
    """Return start, end, text and context of each clause; the same passages are asked about again and again."""
    found = []
    subject, start = "", 0
    for clause in split_clauses(passage):
        text = plain(passage[clause.start : clause.end])
        leans = clause.leans(passage)
        if not leans:
            subject, start = text, clause.start
        found.append((start, clause.end, text, subject + text if leans else text))
    return tuple(found)


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return the normalised copy of a piece of a report."""
    return normalise(text)


@lru_cache(maxsize=8192)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(tokenize(text))


def asked_tokens(query: Query, segment: str, *, alone: bool = False) -> frozenset[str]:
    """Return the content tokens of a part of the question, no figures; those of the topic it goes on with too.

    ``alone`` leaves the topic out.
    """
    follows = not alone and not query.focus.issuperset(query.tokens)
    tokens = query.tokens if follows else _tokens(segment) & set(query.tokens)
    return frozenset(token for token in tokens if not token[0].isdigit())


def share(tokens: frozenset[str], text: str, weight: Weight) -> float:
    """Return the share of the weight of ``tokens`` that ``text`` holds, 0 without tokens."""
    return _weighed(tokens, weight).share(_tokens(text))


@lru_cache(maxsize=256)  # the same tokens are looked for in one clause after the other
def _weighed(tokens: frozenset[str], weight: Weight) -> TermWeights:
    return TermWeights({token: weight(token) * (_SINGLE if len(token) == 1 else 1.0) for token in tokens})


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question: the passages with their headings, and the ranges to be quoted, normalised.

    ``period`` and ``report`` are those of the best passage, ``short`` is the short answer read from it.
    """

    passage: str
    quote: str
    period: Period
    report: Report
    short: str | None = None

    @classmethod
    def of(cls, extracts: Sequence[Extract], report: Report) -> Found:
        """Read ``extracts`` (at least one, the best first, of ``report``)."""
        items = [extract.evidence for extract in extracts]
        passage = " ".join(plain(part) for item in items for part in (*item.path, item.text))
        return cls(
            passage, " ".join(plain(extract.quote) for extract in extracts), items[0].period, report, extracts[0].short
        )
