"""Documents → which words stand near each other, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from tokenizers import Tokenizer

_DOCUMENTS_AT_ONCE = 512
_TOKENS_AT_ONCE = 2_000_000
"""Bounds the memory: the pairs of this many tokens are counted at a time (about 0.5 GB at window 6)."""


def token_rows(
    documents: Iterable[str], tokenizer: Tokenizer, mapping: NDArray[np.int32], gap: int
) -> NDArray[np.int32]:
    """Return the rows of all known tokens in order, ``gap`` zeros after each document, int32 [n].

    The tokenizer is the one used for questions, so that its cuts are those the vectors are learnt on.
    """
    parts: list[NDArray[np.int32]] = []
    zeros = np.zeros(gap, np.int32)
    waiting = iter(documents)
    while batch := list(islice(waiting, _DOCUMENTS_AT_ONCE)):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            rows = mapping[encoding.ids]
            parts += [rows[rows > 0], zeros]
    return np.concatenate(parts) if parts else zeros


def row_counts(rows: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    """Return how often each row occurs, int64 [size]; 0 for row 0, which is no word."""
    counts = np.bincount(rows, minlength=size).astype(np.int64)
    counts[0] = 0
    return counts


def count_pairs(rows: NDArray[np.int32], size: int, window: int) -> Iterator[sparse.csr_array]:
    """Yield the counts of the pairs (row, row at most ``window`` later), float32 [size, size], part by part."""
    for start in range(0, len(rows), _TOKENS_AT_ONCE):
        # The overlap lets a pair across the border count; it counts once, by where its first word stands.
        part = rows[start : start + _TOKENS_AT_ONCE + window]
        last = min(_TOKENS_AT_ONCE, len(part))
        left, right = [], []
        for distance in range(1, window + 1):
            after = part[distance : last + distance]
            before = part[: len(after)]
            known = (before > 0) & (after > 0)
            left.append(before[known])
            right.append(after[known])
        index = (np.concatenate(left), np.concatenate(right))
        ones = np.ones(len(index[0]), np.float32)
        yield sparse.coo_array((ones, index), shape=(size, size)).tocsr()


def cooccurrence(parts: Iterable[sparse.csr_array], size: int) -> sparse.csr_array:
    """Return the sum of ``parts`` in both directions, float32 [size, size]."""
    total = sparse.csr_array((size, size), dtype=np.float32)
    for part in parts:
        total = total + part
    return total + total.T.tocsr()
