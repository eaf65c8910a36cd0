"""Words and their characters share what they mean: 棚户区 is near 户 and 区, and 户 is near 户籍.

Everyday and official words for a thing often have a character in common (打工, 务工). Co-occurrence alone
sees that only in frequent words; vectors made of a word and its characters carry it to all (Chen et al. 2015, CWE).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from indexer.static_model import unit_rows


def share(
    vectors: NDArray[np.float32],
    entries: Sequence[str],
    counts: NDArray[np.int64],
    from_words: float,
    from_characters: float,
) -> NDArray[np.float32]:
    """Return unit vectors [rows, d] in which characters know their words, and words their characters.

    ``entries[i]`` belongs to row ``i + 1``; ``counts`` [rows] tells how often each row occurs. A character takes over
    ``from_words`` parts of its words' mean, weighted by their counts; then a word takes over ``from_characters``
    parts of its characters' mean.
    """
    contains = _contains(entries)
    single = np.array([False, *(len(entry) == 1 for entry in entries)])
    words = unit_rows(contains.T.tocsr() @ (vectors * counts[:, None].astype(np.float32)))
    characters = unit_rows(vectors + np.float32(from_words) * words)
    shared = np.where(single[:, None], characters, vectors)
    lengths = np.maximum(np.asarray(contains.sum(axis=1)), 1)[:, None]
    return unit_rows(shared + np.float32(from_characters) * (contains @ shared) / lengths)


def _contains(entries: Sequence[str]) -> sparse.csr_array:
    """Return how often a word (row) contains a character (column) that is an entry too, float32 [rows, rows]."""
    row_of = {entry: row for row, entry in enumerate(entries, 1)}
    pairs = [
        (row, row_of[character])
        for word, row in row_of.items()
        if len(word) > 1
        for character in word
        if character in row_of
    ]
    rows, columns = (np.array(side, np.int32) for side in (zip(*pairs, strict=True) if pairs else ((), ())))
    ones = np.ones(len(pairs), np.float32)
    return sparse.coo_array((ones, (rows, columns)), shape=(len(entries) + 1,) * 2).tocsr()
