"""Question → evidence: keyword and vector search fused.

The fusion is BM25 over what a passage holding every term of the question would score, plus a share of the cosine;
measured in the project's design notes to beat reciprocal rank fusion on questions about facts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from chat_app.answers import Evidence
from chat_app.questions import Query
from indexer.bundle import IndexBundle
from indexer.corpus import Passage

_CANDIDATES = 200
"""Passages that each of the two searches puts forward."""
_BM25_CEILING = 2.2
"""BM25's k1 + 1 with k1 = 1.2: the most that one term can add is this times its idf."""
_COSINE_WEIGHT = 0.3
_OTHER_SCOPE = 0.8
_OTHER_YEAR = 0.6
"""Factors on the score of a passage of another scope or year than the one asked for."""


@dataclass(frozen=True, slots=True)
class Retriever:
    """Finds passages of a bundle for a question, with the embedder that made the bundle."""

    bundle: IndexBundle
    embedder: Embeddings

    def find_evidence(self, query: Query, limit: int = 10, reports: Collection[str] | None = None) -> list[Evidence]:
        """Return up to ``limit`` passages, best first, of ``reports`` (ids; None: all)."""
        vector = np.asarray(self.embedder.embed_query(query.content), dtype=np.float32)
        keyword_scores = self._keyword_scores(query)
        candidates = self._candidates(keyword_scores, vector, reports)
        if not candidates.size:
            return []
        cosines = self.bundle.vectors.similarities(vector, candidates)
        scores = keyword_scores[candidates] + _COSINE_WEIGHT * np.maximum(cosines, 0)
        scores = scores * [_period_factor(query, self.bundle.passages[i]) for i in candidates]
        order = np.argsort(-scores, kind="stable")[:limit]
        return [
            _evidence(self.bundle.passages[i], int(i), float(scores[o]))
            for o, i in zip(order, candidates[order], strict=True)
        ]

    def _keyword_scores(self, query: Query) -> NDArray[np.float32]:
        keywords = self.bundle.keywords
        ceiling = _BM25_CEILING * sum(keywords.idf(token) for token in query.tokens)
        return keywords.scores(query.tokens) / np.float32(ceiling or 1.0)

    def _candidates(
        self, keyword_scores: NDArray[np.float32], vector: NDArray[np.float32], reports: Collection[str] | None
    ) -> NDArray[np.int64]:
        passages = self.bundle.passages
        if reports is not None:
            return np.array([i for i, passage in enumerate(passages) if passage.report in reports], dtype=np.int64)
        limit = min(_CANDIDATES, len(passages))
        near, _ = self.bundle.vectors.search(vector, limit)
        best = np.argpartition(-keyword_scores, limit - 1)[:limit]
        return np.union1d(near, best)


def _period_factor(query: Query, passage: Passage) -> float:
    period = passage.period
    factor = 1.0
    if query.scope and period.scope and query.scope is not period.scope:
        factor *= _OTHER_SCOPE
    if query.year and period.year and not (period.year_from or period.year) <= query.year <= period.year:
        factor *= _OTHER_YEAR
    return factor


def _evidence(passage: Passage, number: int, score: float) -> Evidence:
    return Evidence(
        number, score, passage.report, passage.path, passage.start, passage.end, passage.text, passage.period
    )
