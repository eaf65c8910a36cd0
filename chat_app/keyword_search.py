"""Keyword scores: BM25 over what a passage holding every term of the question would score.

Coverage-normalised; measured in the project's design notes to beat reciprocal rank fusion on questions about facts. An
everyday word scores by the best of the official words that the thesaurus has for it, where that is better than its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from chat_app.questions import Query
from indexer.bundle import IndexBundle
from indexer.knowledge import Match
from indexer.lexicon import tokenize

_BM25_CEILING = 2.2
"""BM25's k1 + 1 with k1 = 1.2: the most that one term can add is this times its idf."""
_OFFICIAL = 0.7
"""What an official word counts where the question has the everyday one; measured on the hand-written pairs."""
_EARLIER = 0.5
"""What a term of the questions before counts in a follow-up."""


@dataclass(frozen=True)
class KeywordSearch:
    """Scores the passages of ``bundle`` for questions."""

    bundle: IndexBundle

    def scores(self, query: Query, matches: Sequence[Match]) -> NDArray[np.float32]:
        """Return the scores of all passages, shares of the most; ``matches`` are the everyday words of ``query``."""
        scores, ceiling = self._bm25([token for token in query.tokens if token in query.focus])
        earlier, more = self._bm25([token for token in query.tokens if token not in query.focus])
        scores, ceiling = scores + _EARLIER * earlier, ceiling + _EARLIER * more
        for match in matches:
            own, most = self._bm25([token for token in terms_of(match.word) if token in query.tokens])
            if most:
                official = np.max([self._official(word) for word in match.official], axis=0)
                scores += np.maximum(_OFFICIAL * most * official - own, 0)
        return scores / np.float32(ceiling or 1.0)

    @cached_property
    def _official(self) -> Callable[[str], NDArray[np.float32]]:
        """Of an official word: its scores in all passages as shares of the most; everyday words share such words."""

        def shares(word: str) -> NDArray[np.float32]:
            scores, most = self._bm25(terms_of(word))
            return np.asarray(scores / np.float32(most), dtype=np.float32)

        return lru_cache(maxsize=256)(shares)

    def _bm25(self, tokens: Sequence[str]) -> tuple[NDArray[np.float32], float]:
        """Return the scores of all passages for ``tokens``, and what a passage with all of them would score at most."""
        keywords = self.bundle.keywords
        return keywords.scores(tokens), _BM25_CEILING * sum(map(keywords.idf, dict.fromkeys(tokens)))


@lru_cache(maxsize=4096)
def terms_of(word: str) -> tuple[str, ...]:
    """Return the terms of a word in the keyword index."""
    return tuple(tokenize(word))


def share_of(query: Query, token: str) -> float:
    """Return what a token of ``query`` counts: all of it, less for one of the questions before."""
    return 1.0 if token in query.focus else _EARLIER
