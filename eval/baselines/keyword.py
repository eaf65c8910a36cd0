"""BM25 over the passages of the index, by bm25s: over jieba's search words, or over character bigrams."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bm25s
import rjieba

from eval.baselines.quoting import Chunk, Quoting
from indexer.bundle import IndexBundle
from indexer.lexicon import normalise

Tokenize = Callable[[str], list[str]]


class Keyword(Quoting):
    """BM25 (k1 1.5, b .75, bm25s's defaults) over passages cut into tokens by ``tokenize``."""

    def __init__(self, name: str, bundle: IndexBundle, tokenize: Tokenize) -> None:
        self.name = name
        self._tokenize = tokenize
        self._chunks = [Chunk.of(passage) for passage in bundle.passages]
        self._index = bm25s.BM25()
        self._index.index([tokenize(chunk.text) for chunk in self._chunks], show_progress=False)

    @classmethod
    def over_words(cls, bundle: IndexBundle) -> Keyword:
        """Search by jieba's words, long ones cut finer too, as jieba does for search engines."""
        return cls("BM25, jieba words", bundle, _search_words)

    @classmethod
    def over_bigrams(cls, bundle: IndexBundle) -> Keyword:
        """Search by pairs of neighbouring characters."""
        return cls("BM25, character bigrams", bundle, _bigrams)

    def rank(self, question: str, limit: int) -> Sequence[tuple[Chunk, float]]:
        """Return the chunks with the highest BM25 scores."""
        tokens = [token for token in self._tokenize(question) if token in self._index.vocab_dict]
        if not tokens:
            return []
        rows, scores = self._index.retrieve([tokens], k=min(limit, len(self._chunks)), show_progress=False)
        return [(self._chunks[row], float(score)) for row, score in zip(rows[0], scores[0], strict=True) if score > 0]


def _search_words(text: str) -> list[str]:
    return [word for word in rjieba.cut_for_search(normalise(text)) if word.strip()]


def _bigrams(text: str) -> list[str]:
    kept = "".join(char for char in normalise(text) if char.isalnum())
    return [kept[i : i + 2] for i in range(max(len(kept) - 1, 1))]
