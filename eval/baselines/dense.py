"""Nearest passages by cosine alone, with the product's embedder."""

from __future__ import annotations

from collections.abc import Sequence

from eval.baselines.quoting import Chunk, Quoting
from indexer.bundle import IndexBundle
from indexer.encoders import Encoder


class Dense(Quoting):
    """FAISS's exact search over the vectors of the index, without keywords."""

    def __init__(self, bundle: IndexBundle, embedder: Encoder) -> None:
        self.name = "dense only"
        self._bundle = bundle
        self._embedder = embedder

    def rank(self, question: str, limit: int) -> Sequence[tuple[Chunk, float]]:
        """Return the nearest passages and their cosines."""
        vector = self._embedder.encode_queries([question])[0]
        rows, cosines = self._bundle.vectors.search(vector, limit)
        return [
            (Chunk.of(self._bundle.passages[row]), float(cosine)) for row, cosine in zip(rows, cosines, strict=True)
        ]
