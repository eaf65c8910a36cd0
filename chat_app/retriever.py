"""Question → evidence: keyword and vector search put forward candidates, the re-ranker orders them.

Keyword scores are BM25 over what a passage holding every term of the question would score (coverage-normalised;
measured in the project's design notes to beat reciprocal rank fusion on questions about facts). An everyday word
scores by the best of the official words that the thesaurus has for it, where that is better than its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from chat_app.answers import Evidence
from chat_app.questions import Query
from chat_app.reranker import WEIGHTS, Asked, Features, features, score
from chat_app.timing import report_years, scope_fit, year_fit
from indexer.bundle import IndexBundle
from indexer.corpus import Passage
from indexer.knowledge import Match
from indexer.lexicon import tokenize

_CANDIDATES = 200
"""Passages that each of the two searches puts forward."""
_RANKED = 40
"""Candidates that are ranked again, the best by the first, cheap score."""
_BM25_CEILING = 2.2
"""BM25's k1 + 1 with k1 = 1.2: the most that one term can add is this times its idf."""
_COSINE_WEIGHT = 0.3
_OFFICIAL = 0.7
"""What an official word counts where the question has the everyday one; measured on the hand-written pairs."""
_GOOD = 14.0
"""What the re-ranker gives a passage that answers, typically; relevance is given as a share of it."""


@dataclass(frozen=True)
class Retriever:
    """Finds passages of a bundle for a question, with the embedder that made the bundle."""

    bundle: IndexBundle
    embedder: Embeddings
    weights: Features = WEIGHTS

    def find_evidence(self, query: Query, limit: int = 10, reports: Collection[str] | None = None) -> list[Evidence]:
        """Return up to ``limit`` passages, best first, of ``reports`` (ids; None: all)."""
        ranked = sorted(
            ((score(found, self.weights), number) for number, found in self.candidates(query, reports)),
            key=lambda item: -item[0],
        )
        return [_evidence(self.bundle.passages[n], n, max(s, 0.0) / _GOOD) for s, n in ranked[:limit]]

    def candidates(self, query: Query, reports: Collection[str] | None = None) -> list[tuple[int, Features]]:
        """Return the candidates for ranking with their features, best by the first score first."""
        vector = np.asarray(self.embedder.embed_query(query.content), dtype=np.float32)
        matches = list(self.bundle.thesaurus.find(query.text))
        keyword_scores = self._keyword_scores(query, matches)
        pool = self._pool(keyword_scores, vector, reports)
        if not pool.size:
            return []
        cosines = np.maximum(self.bundle.vectors.similarities(vector, pool), 0)
        first = keyword_scores[pool] + _COSINE_WEIGHT * cosines
        first = first * [self._time_factor(query, self.bundle.passages[i]) for i in pool]
        order = np.argsort(-first, kind="stable")[:_RANKED]
        weights = {token: self.bundle.keywords.idf(token) for token in query.tokens}
        asked = Asked(query, weights, matches, self._given)
        found = ((int(pool[o]), float(keyword_scores[pool[o]]), float(cosines[o])) for o in order)
        return [(n, features(asked, self.bundle.passages[n], keyword, cosine)) for n, keyword, cosine in found]

    @cached_property
    def _given(self) -> Mapping[str, int]:
        return report_years(self.bundle.reports)

    def _keyword_scores(self, query: Query, matches: Sequence[Match]) -> NDArray[np.float32]:
        scores, ceiling = self._bm25(query.tokens)
        scores = scores.copy()
        for match in matches:
            own, most = self._bm25([token for token in tokenize(match.word) if token in query.tokens])
            if most:
                official = np.max([s / c for s, c in map(self._bm25, map(tokenize, match.official))], axis=0)
                scores += np.maximum(_OFFICIAL * most * official - own, 0)
        return scores / np.float32(ceiling or 1.0)

    def _bm25(self, tokens: Sequence[str]) -> tuple[NDArray[np.float32], float]:
        """Return the scores of all passages for ``tokens``, and what a passage with all of them would score at most."""
        keywords = self.bundle.keywords
        return keywords.scores(tokens), _BM25_CEILING * sum(map(keywords.idf, dict.fromkeys(tokens)))

    def _pool(
        self, keyword_scores: NDArray[np.float32], vector: NDArray[np.float32], reports: Collection[str] | None
    ) -> NDArray[np.int64]:
        passages = self.bundle.passages
        if reports is not None:
            return np.array([i for i, passage in enumerate(passages) if passage.report in reports], dtype=np.int64)
        limit = min(_CANDIDATES, len(passages))
        near, _ = self.bundle.vectors.search(vector, limit)
        best = np.argpartition(-keyword_scores, limit - 1)[:limit]
        return np.union1d(near, best)

    def _time_factor(self, query: Query, passage: Passage) -> float:
        return (0.6 + 0.4 * year_fit(query, passage, self._given)) * (0.9 + 0.1 * scope_fit(query, passage))


def _evidence(passage: Passage, number: int, relevance: float) -> Evidence:
    return Evidence(
        number, relevance, passage.report, passage.path, passage.start, passage.end, passage.text, passage.period
    )
