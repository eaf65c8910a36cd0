"""Co-occurrence → word vectors: positive pointwise mutual information, factorised."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from indexer.static_model import unit_rows
from indexer.training.recipe import TrainingDataError

_OVERSAMPLING = 64
_POWER_ITERATIONS = 3


def ppmi(counts: sparse.csr_array, smoothing: float) -> sparse.csr_array:
    """Return max(0, log p(i, j) / (p(i) p'(j))), p' smoothed by an exponent (Levy et al. 2015), float32 [n, n]."""
    sums = np.maximum(np.asarray(counts.sum(axis=1), np.float64), 1)
    smoothed = sums**smoothing
    row_log, column_log = np.log(sums), np.log(smoothed / smoothed.sum())
    coordinates = counts.tocoo()
    row, column = coordinates.coords
    # log p(i, j) - log p(i) = log(count) - log(sum of row i): the grand total cancels out.
    values = np.log(coordinates.data) - row_log[row].astype(np.float32) - column_log[column].astype(np.float32)
    result = sparse.coo_array((np.maximum(values, 0).astype(np.float32), (row, column)), shape=counts.shape).tocsr()
    result.eliminate_zeros()
    return result


def singular_vectors(matrix: sparse.csr_array, rank: int, seed: int) -> NDArray[np.float32]:
    """Return the first ``rank`` left singular vectors, float32 [n, rank], by subspace iteration (Halko et al. 2011)."""
    size, width = matrix.shape[0], min(rank + _OVERSAMPLING, matrix.shape[0])
    transposed = matrix.T.tocsr()
    basis = np.random.default_rng(seed).standard_normal((size, width), np.float32)
    for _ in range(_POWER_ITERATIONS):
        basis = np.linalg.qr(matrix @ basis)[0]
        basis = np.linalg.qr(transposed @ basis)[0]
    basis = np.linalg.qr(matrix @ basis)[0]
    # The eigenvectors of the small problem turn the basis into singular vectors.
    projected = transposed @ basis
    values, turns = np.linalg.eigh(projected.T @ projected)
    vectors = basis @ turns[:, np.argsort(values)[::-1][:rank]]
    # A singular vector's sign is arbitrary: its largest entry is made positive.
    signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])])
    return np.asarray(vectors * signs, np.float32)


def word_vectors(counts: sparse.csr_array, dimension: int, smoothing: float, seed: int) -> NDArray[np.float32]:
    """Return a unit vector a row, float32 [rows, dimension]; zero for a row that stands near no other.

    The singular values are left out (exponent 0): lesser dimensions count as much as great ones.
    """
    if dimension >= counts.shape[0]:
        raise TrainingDataError(
            f"{counts.shape[0]} words are too few for {dimension} dimensions; add texts or choose a smaller --dimension"
        )
    vectors = unit_rows(singular_vectors(ppmi(counts, smoothing), dimension, seed))
    alone = np.asarray(counts.sum(axis=1)) == 0
    vectors[alone] = 0
    return vectors


def centred(vectors: NDArray[np.float32], counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return unit vectors of what sets words apart: less the mean vector of running text (Mu & Viswanath 2018)."""
    mean = (counts / max(counts.sum(), 1)).astype(np.float32) @ vectors
    known = np.any(vectors != 0, axis=1, keepdims=True)
    return unit_rows(np.where(known, vectors - mean, np.float32(0)))
