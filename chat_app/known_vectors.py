"""Vectors worked out once: the words and clauses of a report are compared with one question after the other."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from indexer.encoders import Encoder


class KnownVectors:
    """The vectors of texts as documents, up to ``most`` kept (at d 256, 1 KB each); safe to share between threads."""

    def __init__(self, embedder: Encoder, most: int) -> None:
        self._embedder = embedder
        self._most = most
        self._lock = Lock()
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((0, embedder.dimension), np.float32)

    def look_up(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows of ``texts`` and the float32 matrix they are rows of; the unknown are embedded in one go."""
        with self._lock:
            rows = list(map(self._rows.get, texts))
            if None in rows:
                self._embed(texts)
                rows = list(map(self._rows.get, texts))
            return np.array(rows, dtype=np.int64), self._vectors

    def _embed(self, texts: Sequence[str]) -> None:
        """Add what is new of ``texts``; the matrix grows by doubling, so that one more text seldom copies it."""
        new = list(dict.fromkeys(text for text in texts if text not in self._rows))
        if len(self._rows) + len(new) > self._most:
            self._rows, self._vectors, new = {}, self._vectors[:0], list(dict.fromkeys(texts))
        known, wanted = len(self._rows), len(self._rows) + len(new)
        if wanted > len(self._vectors):
            grown = np.zeros((max(wanted, min(2 * wanted, self._most)), self._vectors.shape[1]), np.float32)
            grown[:known] = self._vectors[:known]
            self._vectors = grown
        self._vectors[known:wanted] = self._embedder.encode(new)
        self._rows.update(zip(new, range(known, wanted), strict=True))
