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
        self._vectors = np.zeros((0, 0), np.float32)

    def look_up(self, texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the rows of ``texts`` and the float32 matrix they are rows of; the unknown are embedded in one go."""
        with self._lock:
            new = list(dict.fromkeys(text for text in texts if text not in self._rows))
            if len(self._rows) + len(new) > self._most:
                self._rows, self._vectors, new = {}, np.zeros((0, 0), np.float32), list(dict.fromkeys(texts))
            if new:
                found = self._embedder.encode(new)
                self._rows.update({text: len(self._vectors) + i for i, text in enumerate(new)})
                self._vectors = np.concatenate([self._vectors, found]) if len(self._vectors) else found
            return np.array([self._rows[text] for text in texts], dtype=np.int64), self._vectors
