"""What staff expect to be asked, held against a question: the words that answer the questions most like it.

Likeness of two questions is the mean of the cosine of their vectors and the idf-weighted overlap of their
characters (an Ochiai coefficient), 0 to about 1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cached_property, lru_cache
from operator import mul

import numpy as np
from numpy.typing import NDArray

from chat_app.questions import Query
from indexer.bundle import IndexBundle
from indexer.encoders import Encoder
from indexer.expected import characters

_NEAREST = 12
"""Answers kept for a question, those of the likest expected questions."""
_COSINE = 0.35
_COMPARED = 256
"""Expected questions compared in meaning: those that share most with the question; all would take thrice the time."""
_CLEARLY = 0.05
"""How much liker a question must be to one that is answered with no than to any other, to be taken for that."""
_ANSWERS = 0.5
"""Share of the shorter of two ranges from which the one answers what the other does."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What answers an expected question, ``[start, end)`` of ``report``, and how like that is to the one asked.

    ``denied``: it answers those with no that are clearly the likest.
    """

    report: str
    start: int
    end: int
    likeness: float
    denied: bool = False

    @property
    def told(self) -> tuple[int, int, float, bool]:
        """What of it a passage carries along (``Evidence.expected``)."""
        return self.start, self.end, self.likeness, self.denied

    def overlap(self, report: str, start: int, end: int) -> float:
        """Return the share of the shorter of this range and ``[start, end)`` that both have."""
        if report != self.report:
            return 0.0
        shorter = min(self.end - self.start, end - start)
        return max(0.0, (min(self.end, end) - max(self.start, start)) / shorter)


@dataclass(frozen=True, slots=True)
class Told:
    """How like a question is to expected ones, each 0 to about 1.

    ``expected``: to one that the quotation answers; ``elsewhere``: to one that other words answer; ``unreported``: to
    one that the reports do not answer; ``ahead``: how much more to the first than to the others; ``behind``: how much
    more to the third.
    """

    expected: float
    elsewhere: float
    unreported: float
    ahead: float
    behind: float


WEIGHTS = Told(expected=4.78, elsewhere=0.42, unreported=-6.49, ahead=4.62, behind=-3.54)
SURENESS_WEIGHT, BIAS = 0.5, 0.26
"""What ``python -m eval fit`` prints last; the first is that of the log odds before."""


def adjusted(logit: float, told: Told) -> float:
    """Return the log odds of an answer being right, ``logit`` before, given what is ``told`` of the question."""
    return float(BIAS + SURENESS_WEIGHT * logit + sum(map(mul, astuple(WEIGHTS), astuple(told))))


@dataclass(frozen=True, slots=True)
class Likely:
    """``answers``: the likest first; ``silent``: report id → how like the question is to one that it does not answer.

    ``reports``: the ids of those that questions are expected on.
    """

    answers: tuple[Expected, ...] = ()
    silent: Mapping[str, float] = field(default_factory=dict)
    reports: frozenset[str] = frozenset()

    def told(self, quoted: Sequence[tuple[str, int, int]]) -> Told | None:
        """Return what this says of an answer that quotes these ranges (report, start, end).

        None: no question is expected on one of these reports, so nothing can be said.
        """
        quoted_reports = {report for report, _, _ in quoted}
        if not quoted_reports or not quoted_reports <= self.reports:
            return None
        here = elsewhere = 0.0
        for answer in self.answers:
            if any(answer.overlap(*range_) >= _ANSWERS for range_ in quoted):
                here = max(here, answer.likeness)
            else:
                elsewhere = max(elsewhere, answer.likeness)
        unreported = max(self.silent.get(report, 0.0) for report in quoted_reports)
        ahead, behind = here - max(elsewhere, unreported), unreported - max(here, elsewhere)
        return Told(here, elsewhere, unreported, max(0.0, ahead), max(0.0, behind))


@dataclass(frozen=True)
class Expectations:
    """The expected questions of ``bundle``, and the embedder that made it."""

    bundle: IndexBundle
    embedder: Encoder

    def of(self, query: Query) -> Likely:
        """Return what answers the expected questions that are most like ``query``."""
        if not len(self.bundle.expected):
            return Likely()
        return self._of(query.content if query.goes_on else query.text)

    @cached_property
    def _of(self) -> Callable[[str], Likely]:
        return lru_cache(maxsize=256)(self._likely)

    def _likely(self, text: str) -> Likely:
        likeness = self._likenesses(text)[self._order]
        no = np.maximum.reduceat(np.where(self._denied, likeness, 0), self._first)
        other = np.maximum.reduceat(np.where(self._denied, 0, likeness), self._first)
        best, denied = np.maximum(no, other), no >= other + _CLEARLY
        silent = {self._groups[i][0]: float(best[i]) for i in self._silent}
        best[self._silent] = -1.0
        nearest = np.argsort(-best, kind="stable")[: min(_NEAREST, len(best) - len(self._silent))].tolist()
        answers = []
        for i in nearest:
            report, start, end = self._groups[i]
            answers.append(Expected(report, start, end, float(best[i]), bool(denied[i])))
        return Likely(tuple(answers), silent, self.reports)

    def _likenesses(self, text: str) -> NDArray[np.float32]:
        """Return how like ``text`` is to each expected question; to those that share little, by characters alone."""
        expected = self.bundle.expected
        tokens = characters(text)
        total = sum(map(expected.keywords.idf, dict.fromkeys(tokens)))
        likeness = expected.keywords.scores(tokens) * self._shares
        likeness *= np.float32((1 - _COSINE) / math.sqrt(total or 1.0))
        least = max(len(expected) - _COMPARED, 0)
        compared = np.sort(np.argpartition(likeness, least)[least:])
        vector = self.embedder.encode_queries([text])[0]
        likeness[compared] += _COSINE * expected.vectors.similarities(vector, compared)
        return likeness

    @cached_property
    def _shares(self) -> NDArray[np.float32]:
        """One by the root of the sum of idf of each expected question's characters."""
        keywords = self.bundle.expected.keywords
        totals = np.bincount(keywords.rows, keywords.impacts, len(keywords))
        return (1 / np.sqrt(np.maximum(totals, 1e-6))).astype(np.float32)

    @cached_property
    def _sorted(self) -> list[tuple[tuple[str, int, int], int]]:
        """What answers each expected question (report, start, end) and the row of that question, in order."""
        questions = self.bundle.expected.questions
        return sorted(((q.report, q.start, q.end), row) for row, q in enumerate(questions))

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """The rows by what answers them, those that the same words answer side by side: a group."""
        return np.array([row for _, row in self._sorted], np.int64)

    @cached_property
    def _groups(self) -> list[tuple[str, int, int]]:
        """What answers each group."""
        return list(dict.fromkeys(answer for answer, _ in self._sorted))

    @cached_property
    def _first(self) -> NDArray[np.int64]:
        """Where each group begins in ``_order``."""
        counts = Counter(answer for answer, _ in self._sorted)
        return np.cumsum([0, *(counts[group] for group in self._groups[:-1])])

    @cached_property
    def _silent(self) -> list[int]:
        """The groups of the questions that their report does not answer."""
        return [i for i, (_, start, end) in enumerate(self._groups) if start == end]

    @cached_property
    def _denied(self) -> NDArray[np.bool_]:
        """Whether the answer to an expected question is no, in ``_order``."""
        return np.array([self.bundle.expected.questions[row].denied for row in self._order])

    @cached_property
    def reports(self) -> frozenset[str]:
        """The ids of the reports that questions are expected on."""
        return frozenset(question.report for question in self.bundle.expected.questions)
