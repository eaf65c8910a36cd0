"""The dense index: FAISS over unit vectors, so that an inner product is a cosine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from indexer.corpus import IndexerError

Matrix = NDArray[np.float32]


class VectorIndexError(IndexerError, ValueError):
    """Vectors that make no index, or a stored index that cannot be read."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorIndex:
    """A FAISS index of n unit vectors of ``dimension`` numbers: exact (IndexFlatIP), or compact, a byte a number."""

    _index: Any

    @classmethod
    def build(cls, matrix: Matrix, *, compact: bool = False) -> Self:
        """Index the rows of ``matrix`` (float32[n, d], each of length 1, or 0 for a text without known words).

        A ``compact`` index takes a quarter of the memory; its cosines are off by up to some thousandths.

        Raises VectorIndexError for any other shape, type or length.
        """
        if matrix.ndim != 2 or matrix.dtype != np.float32 or not matrix.shape[1]:
            raise VectorIndexError(f"vectors: float32[n, d] wanted, not {matrix.dtype}{list(matrix.shape)}")
        norms = np.linalg.norm(matrix, axis=1)
        odd = np.flatnonzero(~((np.abs(norms - 1) < 1e-3) | (norms == 0)))
        if len(odd):
            raise VectorIndexError(f"vectors: row {odd[0]} has length {norms[odd[0]]:.3g}; give unit rows")
        import faiss

        rows = np.ascontiguousarray(matrix)
        bytewise = (faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        small = compact and len(rows) > 0
        index = faiss.IndexScalarQuantizer(rows.shape[1], *bytewise) if small else faiss.IndexFlatIP(rows.shape[1])
        index.train(rows)
        index.add(rows)
        return cls(index)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self._index.d)

    def search(self, vector: Matrix, k: int) -> tuple[NDArray[np.int64], Matrix]:
        """Return the rows nearest to ``vector`` (float32[d], unit), best first, and their cosines; k at most n."""
        self._check(vector)
        k = min(k, len(self))
        if k < 1:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        import faiss

        faiss.omp_set_num_threads(1)  # of this thread; for one question more of them only wait for each other
        scores, ids = self._index.search(np.ascontiguousarray(vector[None]), k)
        return ids[0], scores[0]

    def similarities(self, vector: Matrix, ids: NDArray[np.int64]) -> Matrix:
        """Return the cosine of ``vector`` (float32[d], unit) with each of the rows ``ids``, in their order.

        Raises VectorIndexError for an id that is not in the index.
        """
        self._check(vector)
        ids = np.asarray(ids, np.int64)
        if not len(ids):
            return np.empty(0, np.float32)
        if ids.min() < 0 or ids.max() >= len(self):
            raise VectorIndexError(f"vectors: rows are 0 to {len(self) - 1}, not {ids.min()} to {ids.max()}")
        rows: Matrix = self._index.reconstruct_batch(ids)
        return rows @ vector

    def _check(self, vector: Matrix) -> None:
        if vector.shape != (self.dimension,) or vector.dtype != np.float32:
            raise VectorIndexError(
                f"vectors: float32[{self.dimension}] wanted, not {vector.dtype}{list(vector.shape)}; "
                "ask with the embedder that made the index"
            )

    def to_bytes(self) -> bytes:
        """Return the index in FAISS's own file format; equal indexes give equal bytes."""
        import faiss

        data: bytes = faiss.serialize_index(self._index).tobytes()
        return data

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read FAISS's own file format; raises VectorIndexError.

        FAISS notices truncation but not changed bits: check the data's checksum first.
        """
        import faiss

        try:
            index = faiss.deserialize_index(np.frombuffer(data, np.uint8))
        except RuntimeError as error:
            raise VectorIndexError("vectors: cannot be read as a FAISS index; build it anew") from error
        if not isinstance(index, (faiss.IndexFlatIP, faiss.IndexScalarQuantizer)):
            raise VectorIndexError(
                f"vectors: an IndexFlatIP or IndexScalarQuantizer wanted, not {type(index).__name__}; build it anew"
            )
        return cls(index)
