"""The keyword index: BM25 over token lists, each posting's share of a score computed beforehand."""

from __future__ import annotations

import io
import math
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.corpus import IndexerError

_KEPT = 50_000
"""Terms whose idf is kept; questions ask for the same ones again and again."""


class KeywordIndexError(IndexerError, ValueError):
    """Token lists that make no index, or stored ones that do not fit together."""


@dataclass(frozen=True, eq=False)
class KeywordIndex:
    """BM25 postings in compressed rows: those of term ``i`` stand at ``starts[i]:starts[i + 1]``.

    ``rows`` (int32) names the passage of a posting and ``impacts`` (float32) what it adds to that passage's score,
    the term's idf included. BM25 as in Robertson & Zaragoza (2009), with Lucene's idf, which is never negative.
    """

    size: int
    terms: dict[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    impacts: NDArray[np.float32]

    def __post_init__(self) -> None:
        if len(self.starts) != len(self.terms) + 1 or not len(self.rows) == len(self.impacts) == self.starts[-1]:
            raise KeywordIndexError("keyword index: terms and postings do not fit together; build it anew")

    def __len__(self) -> int:
        return self.size

    @classmethod
    def build(
        cls,
        token_lists: Sequence[Sequence[str]],
        headings: Sequence[Sequence[str]] | None = None,
        *,
        heading_weight: float = 0.0,
        k1: float = 1.2,
        b: float = 0.3,
    ) -> Self:
        """Index n token lists; ``headings`` holds n further ones whose tokens count ``heading_weight`` each.

        Raises KeywordIndexError where the two differ in length.
        """
        above = headings if headings is not None else [()] * len(token_lists)
        if len(above) != len(token_lists):
            raise KeywordIndexError(f"{len(token_lists)} token lists but {len(above)} headings; give one heading each")
        terms: dict[str, int] = {}
        ids: list[int] = []
        rows: list[int] = []
        counts: list[float] = []
        lengths = np.zeros(len(token_lists))
        for row, (tokens, heading) in enumerate(zip(token_lists, above, strict=True)):
            weights = _weigh(tokens, heading, heading_weight)
            lengths[row] = sum(weights.values())
            ids += [terms.setdefault(term, len(terms)) for term in weights]
            rows += [row] * len(weights)
            counts += weights.values()
        return cls._from_postings(
            terms, np.array(ids, np.int64), np.array(rows, np.int32), np.array(counts), lengths, k1, b
        )

    @classmethod
    def _from_postings(
        cls,
        terms: dict[str, int],
        ids: NDArray[np.int64],
        rows: NDArray[np.int32],
        counts: NDArray[np.float64],
        lengths: NDArray[np.float64],
        k1: float,
        b: float,
    ) -> Self:
        """Sort postings by term and turn counts into impacts; the first three arrays hold one entry a posting."""
        order = np.argsort(ids, kind="stable")
        ids, rows, counts = ids[order], rows[order], counts[order]
        df = np.bincount(ids, minlength=len(terms))
        mean = lengths.mean() if lengths.any() else 1.0
        idf = np.log1p((len(lengths) - df + 0.5) / (df + 0.5))
        impacts = idf[ids] * counts * (k1 + 1) / (counts + k1 * (1 - b + b * lengths[rows] / mean))
        starts = np.concatenate(([0], np.cumsum(df))).astype(np.int64)
        return cls(len(lengths), terms, starts, rows, impacts.astype(np.float32))

    def scores(self, tokens: Iterable[str]) -> NDArray[np.float32]:
        """Return the BM25 score of every row (float32[n]) for the distinct ones of ``tokens``."""
        total = np.zeros(self.size, np.float32)
        terms = [term for token in dict.fromkeys(tokens) if (term := self.terms.get(token)) is not None]
        postings = [slice(self.starts[term], self.starts[term + 1]) for term in terms]
        if postings:
            rows = np.concatenate([self.rows[of_term] for of_term in postings])
            np.add.at(total, rows, np.concatenate([self.impacts[of_term] for of_term in postings]))
        return total

    @cached_property
    def idf(self) -> Callable[[str], float]:
        """Gives the inverse document frequency of a term in nats; ``idf_ceiling`` for one that occurs nowhere."""
        return lru_cache(maxsize=_KEPT)(self._idf)

    def _idf(self, term: str) -> float:
        at = self.terms.get(term)
        df = 0 if at is None else int(self.starts[at + 1] - self.starts[at])
        return math.log1p((self.size - df + 0.5) / (df + 0.5))

    @property
    def idf_ceiling(self) -> float:
        """The idf of a term that occurs in no row: the highest there is."""
        return math.log1p((self.size + 0.5) / 0.5)

    def to_bytes(self) -> bytes:
        """Return the index as an .npz file without pickles; equal indexes give equal bytes."""
        file = io.BytesIO()
        names = np.frombuffer("\n".join(self.terms).encode(), np.uint8)
        np.savez(file, size=self.size, terms=names, starts=self.starts, rows=self.rows, impacts=self.impacts)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what ``to_bytes`` wrote; raises KeywordIndexError for anything else."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as file:
                names = file["terms"].tobytes().decode()
                terms = {term: i for i, term in enumerate(names.split("\n") if names else [])}
                return cls(int(file["size"]), terms, file["starts"], file["rows"], file["impacts"])
        except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
            raise KeywordIndexError(f"keyword index: cannot be read ({error}); build it anew") from error


def _weigh(tokens: Sequence[str], heading: Sequence[str], weight: float) -> dict[str, float]:
    weights: dict[str, float] = dict(Counter(tokens))
    if weight:
        for term in heading:
            weights[term] = weights.get(term, 0.0) + weight
    return weights
