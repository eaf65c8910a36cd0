"""Question → evidence: keyword and vector search put forward candidates, the re-ranker orders them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from chat_app.answers import Evidence
from chat_app.expectations import Expectations, Expected
from chat_app.keyword_search import KeywordSearch, share_of, terms_of
from chat_app.likeness import WordVectors
from chat_app.questions import Query
from chat_app.reranker import WEIGHTS, Asked, Candidate, Features, features, score
from chat_app.timing import report_years, scope_fit, year_fit
from indexer.bundle import IndexBundle
from indexer.corpus import Scope
from indexer.encoders import Encoder, StaticEncoder, load_encoder
from indexer.knowledge import Match

_CANDIDATES = 200
"""Passages that each of the two searches puts forward."""
_RANKED = 16
"""Candidates that are ranked again, the best by the first, cheap score."""
_FOR_EACH = 2
"""Candidates ranked again for each passage wanted."""
_KEPT = 20_000
"""Passages kept ready for ranking."""
_TIMES = 64
"""Times asked for of which it is kept how well all passages fit."""
_COSINE_WEIGHT = 0.3
_EXPECTED_FIRST = 0.3
_EXPECTED = 4.0
"""What a passage gains, in the first score and in ranking, by answering an expected question that is the one asked;
where reports without such questions are searched as well, nothing, or these would be put back."""
_GOOD = 14.0
"""What the re-ranker gives a passage that answers, typically; relevance is given as a share of it."""


@dataclass(frozen=True)
class Retriever:
    """Finds passages of a bundle for a question, with the embedder that made the bundle."""

    bundle: IndexBundle
    embedder: Encoder
    weights: Features = WEIGHTS

    def find_evidence(self, query: Query, limit: int = 10, reports: Collection[str] | None = None) -> list[Evidence]:
        """Return up to ``limit`` passages, best first, of ``reports`` (ids; None: all)."""
        expected = self._expected(query)
        gain = _EXPECTED if self._expected_of_all(reports) else 0.0
        ranked = sorted(
            (
                (score(found, self.weights) + gain * _likeness(expected.get(n, ())), n, found)
                for n, found in self.candidates(query, reports, _ranked(limit))
            ),
            key=lambda item: -item[0],
        )
        matches = self._matches(query.text)
        told: Mapping[int, list[Expected]] = {} if query.goes_on else expected
        return [
            _evidence(self._candidate(n), n, max(s, 0.0) / _GOOD, found, matches, told.get(n, ()))
            for s, n, found in ranked[:limit]
        ]

    @cached_property
    def expectations(self) -> Expectations:
        """The questions that staff expect."""
        return Expectations(self.bundle, self.embedder)

    def _expected(self, query: Query) -> dict[int, list[Expected]]:
        """Return, by passage, what in it answers expected questions that are like ``query``, the likest first."""
        found: dict[int, list[Expected]] = {}
        for answer in self.expectations.of(query).answers:
            for number in self._holding(answer):
                found.setdefault(number, []).append(answer)
        return found

    def _expected_of_all(self, reports: Collection[str] | None) -> bool:
        """Tell whether there are expected questions on each of the ``reports`` searched (ids; None: all)."""
        searched = reports if reports is not None else (report.id for report in self.bundle.reports)
        return self.expectations.reports.issuperset(searched)

    def _holding(self, answer: Expected) -> Sequence[int]:
        """Return the passages that ``answer`` stands in or covers."""
        starts, numbers = self._places[answer.report]
        first = max(bisect_right(starts, answer.start) - 1, 0)
        last = bisect_right(starts, answer.end - 1)
        return numbers[first:last]

    @cached_property
    def _places(self) -> dict[str, tuple[list[int], list[int]]]:
        """The starts of the passages of each report that has expected questions, in order, and their numbers."""
        wanted = {question.report for question in self.bundle.expected.questions}
        places: dict[str, tuple[list[int], list[int]]] = {report: ([], []) for report in wanted}
        for number, passage in enumerate(self.bundle.passages):
            if passage.report in wanted:
                places[passage.report][0].append(passage.start)
                places[passage.report][1].append(number)
        return places

    def candidates(
        self, query: Query, reports: Collection[str] | None = None, most: int = _RANKED
    ) -> list[tuple[int, Features]]:
        """Return up to ``most`` candidates for ranking with their features, best by the first score first."""
        vector = self._vector(query.content, query.own)
        matches = self._matches(query.text)
        keyword_scores = self._keywords.scores(query, matches)
        expected = self._expected(query)
        pool = self._pool(keyword_scores, vector, reports, list(expected))
        if not pool.size:
            return []
        cosines = np.maximum(self.bundle.vectors.similarities(vector, pool), 0)
        first = keyword_scores[pool] + _COSINE_WEIGHT * cosines
        first = first * self._time_factors(query, pool)
        for number, answers in expected.items() if self._expected_of_all(reports) else ():
            first[pool == number] += _EXPECTED_FIRST * answers[0].likeness
        best = np.argsort(-first, kind="stable")[:most]
        numbers = pool[best].tolist()
        weights = {token: self.bundle.keywords.idf(token) * share_of(query, token) for token in query.tokens}
        asked = Asked(query, weights, matches, self._given)
        chosen = [self._candidate(number) for number in numbers]
        likenesses = self._words.likenesses(
            query.words, self._word_weights(query), [candidate.headed for candidate in chosen], matches
        )
        found = zip(numbers, chosen, keyword_scores[numbers].tolist(), cosines[best].tolist(), likenesses, strict=True)
        return [(number, features(asked, *of_it)) for number, *of_it in found]

    def _candidate(self, number: int) -> Candidate:
        if number not in self._read:
            if len(self._read) >= _KEPT:
                self._read.clear()
            self._read[number] = Candidate.of(self.bundle.passages[number])
        return self._read[number]

    @cached_property
    def _read(self) -> dict[int, Candidate]:
        return {}

    @cached_property
    def _matches(self) -> Callable[[str], tuple[Match, ...]]:
        return lru_cache(maxsize=256)(self.bundle.thesaurus.find)

    @cached_property
    def _words(self) -> WordVectors:
        return WordVectors(self.embedder if isinstance(self.embedder, StaticEncoder) else load_encoder())

    def _word_weights(self, query: Query) -> dict[str, float]:
        """Return what each word of the question counts: the mean idf of its terms, less for an earlier question's."""
        idf = self.bundle.keywords.idf
        return {word: fmean([idf(t) * share_of(query, t) for t in terms_of(word)] or [1.0]) for word in query.words}

    @cached_property
    def _given(self) -> Mapping[str, int]:
        return report_years(self.bundle.reports)

    @cached_property
    def _keywords(self) -> KeywordSearch:
        return KeywordSearch(self.bundle)

    @cached_property
    def _vector(self) -> Callable[[str, str], NDArray[np.float32]]:
        return lru_cache(maxsize=256)(self._encoded)  # the parts of a question often share it

    def _encoded(self, content: str, own: str) -> NDArray[np.float32]:
        """Return the unit vector of a question; of a follow-up, halfway between it alone and with its topic."""
        total = self.embedder.encode_queries([content] if own == content else [content, own]).sum(axis=0)
        length = np.linalg.norm(total)
        return np.asarray(total / length if length else total, dtype=np.float32)

    def _pool(
        self,
        keyword_scores: NDArray[np.float32],
        vector: NDArray[np.float32],
        reports: Collection[str] | None,
        expected: Sequence[int],
    ) -> NDArray[np.int64]:
        passages = self.bundle.passages
        if reports is not None:
            return np.array([i for i, passage in enumerate(passages) if passage.report in reports], dtype=np.int64)
        if len(passages) <= _CANDIDATES:
            return np.arange(len(passages), dtype=np.int64)
        near, _ = self.bundle.vectors.search(vector, _CANDIDATES)
        best = np.argpartition(-keyword_scores, _CANDIDATES - 1)[:_CANDIDATES]
        return np.union1d(np.union1d(near, best), np.array(expected, np.int64))

    def _time_factors(self, query: Query, pool: NDArray[np.int64]) -> NDArray[np.float32]:
        if query.scope is None and not query.years and query.report_year is None:
            return np.ones(len(pool), np.float32)
        if len(pool) < len(self.bundle.passages):
            return self._factors(query, pool)
        time = (query.scope, query.years, query.report_year)
        if time not in self._of_time:
            if len(self._of_time) >= _TIMES:
                self._of_time.clear()
            self._of_time[time] = self._factors(query, pool)
        return self._of_time[time]

    @cached_property
    def _of_time(self) -> dict[tuple[Scope | None, tuple[int, ...], int | None], NDArray[np.float32]]:
        return {}

    def _factors(self, query: Query, pool: NDArray[np.int64]) -> NDArray[np.float32]:
        passages = (self.bundle.passages[i] for i in pool)
        factors = [(0.6 + 0.4 * year_fit(query, p, self._given)) * (0.9 + 0.1 * scope_fit(query, p)) for p in passages]
        return np.array(factors, np.float32)


def _ranked(limit: int) -> int:
    """Return how many candidates to rank again for ``limit`` passages: few are wanted, few need be looked at."""
    return max(limit, min(_RANKED, _FOR_EACH * limit))


def _likeness(answers: Sequence[Expected]) -> float:
    return answers[0].likeness if answers else 0.0


def _evidence(
    candidate: Candidate,
    number: int,
    relevance: float,
    found: Features,
    matches: Sequence[Match],
    expected: Sequence[Expected],
) -> Evidence:
    passage = candidate.passage
    return Evidence(
        passage=number,
        score=relevance,
        report=passage.report,
        path=passage.path,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        period=passage.period,
        likeness=found.likeness,
        weakest=found.weakest,
        everyday=tuple(m.word for m in matches if any(official in candidate.headed for official in m.official)),
        expected=tuple(answer.told for answer in expected),
    )
