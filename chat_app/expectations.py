"""What staff expect to be asked, held against a question: the words that answer the questions most like it.

Likeness of two questions is the mean of the cosine of their vectors and the idf-weighted overlap of their terms
(an Ochiai coefficient), 0 to about 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from chat_app.questions import Query
from indexer.bundle import IndexBundle
from indexer.encoders import Encoder
from indexer.lexicon import tokenize

_NEAREST = 12
"""Answers kept for a question, those of the likest expected questions."""
_COSINE = 0.35
_ANSWERS = 0.5
"""Share of the shorter of two ranges from which the one answers what the other does."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What answers an expected question, ``[start, end)`` of ``report``, and how like that is to the one asked."""

    report: str
    start: int
    end: int
    likeness: float

    def overlap(self, report: str, start: int, end: int) -> float:
        """Return the share of the shorter of this range and ``[start, end)`` that both have."""
        if report != self.report:
            return 0.0
        shorter = min(self.end - self.start, end - start)
        return max(0.0, (min(self.end, end) - max(self.start, start)) / shorter)

    def agreement(self, start: int, end: int) -> float:
        """Return what this range and ``[start, end)`` share of what either covers (Jaccard), 0 to 1."""
        shared = min(self.end, end) - max(self.start, start)
        return max(0, shared) / (max(self.end, end) - min(self.start, start))


@dataclass(frozen=True, slots=True)
class Likely:
    """``answers``: the likest first; ``unreported``: how like the question is to one that the reports do not answer."""

    answers: tuple[Expected, ...] = ()
    unreported: float = 0.0

    def told_apart(self, quoted: Sequence[tuple[str, int, int]]) -> tuple[float, float]:
        """Return the likeness of the likest question that one of the ``quoted`` ranges answers, and of any other."""
        here = elsewhere = 0.0
        for answer in self.answers:
            if any(answer.overlap(*of_it) >= _ANSWERS for of_it in quoted):
                here = max(here, answer.likeness)
            else:
                elsewhere = max(elsewhere, answer.likeness)
        return here, elsewhere

    def without(self, hidden: Sequence[tuple[str, int, int]]) -> Likely:
        """Return this as if the ``hidden`` ranges did not stand in the reports."""
        return replace(self, answers=tuple(a for a in self.answers if not any(a.overlap(*range_) for range_ in hidden)))


NOTHING_EXPECTED = Likely()


@dataclass(frozen=True)
class Expectations:
    """The expected questions of ``bundle``, and the embedder that made it."""

    bundle: IndexBundle
    embedder: Encoder

    def of(self, query: Query) -> Likely:
        """Return what answers the expected questions that are most like ``query``."""
        if not len(self.bundle.expected):
            return NOTHING_EXPECTED
        return self._of(query.text if query.own == query.content else query.content)

    @cached_property
    def _of(self) -> Callable[[str], Likely]:
        return lru_cache(maxsize=256)(self._likely)

    def _likely(self, text: str) -> Likely:
        likeness = self._likenesses(text)[self._order]
        best = np.maximum.reduceat(likeness, self._first)
        questions, order, first = self.bundle.expected.questions, self._order, self._first
        answers, unreported = [], 0.0
        for group in np.argsort(-best, kind="stable")[: _NEAREST + 1].tolist():
            question = questions[order[first[group]]]
            if question.reported:
                answers.append(Expected(question.report, question.start, question.end, float(best[group])))
        silent = self._silent
        if silent is not None:
            unreported = float(best[silent])
        return Likely(tuple(answers[:_NEAREST]), unreported)

    def _likenesses(self, text: str) -> NDArray[np.float32]:
        expected = self.bundle.expected
        cosines = expected.vectors.similarities(self.embedder.encode_queries([text])[0], self._rows)
        tokens = tokenize(text)
        total = sum(map(expected.keywords.idf, dict.fromkeys(tokens)))
        overlaps = expected.keywords.scores(tokens) / np.sqrt(self._totals * np.float32(total or 1.0))
        likeness: NDArray[np.float32] = _COSINE * cosines + np.float32(1 - _COSINE) * overlaps
        return likeness

    @cached_property
    def _rows(self) -> NDArray[np.int64]:
        return np.arange(len(self.bundle.expected), dtype=np.int64)

    @cached_property
    def _totals(self) -> NDArray[np.float32]:
        """The sum of idf of each expected question's terms."""
        keywords = self.bundle.expected.keywords
        totals = np.bincount(keywords.rows, keywords.impacts, len(keywords))
        return np.maximum(totals, 1e-6).astype(np.float32)

    @cached_property
    def _groups(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        keys = [(q.report if q.reported else "", q.start, q.end) for q in self.bundle.expected.questions]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        first = [i for i, n in enumerate(order) if i == 0 or keys[n] != keys[order[i - 1]]]
        return np.array(order, np.int64), np.array(first, np.int64)

    @property
    def _order(self) -> NDArray[np.int64]:
        return self._groups[0]

    @property
    def _first(self) -> NDArray[np.int64]:
        return self._groups[1]

    @cached_property
    def _silent(self) -> int | None:
        """The group of the questions that no report answers; it is sorted first."""
        return None if self.bundle.expected.questions[self._order[0]].reported else 0
