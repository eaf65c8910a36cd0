"""Weights of terms, added up over the terms of one text after the other."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum


class TermWeights:
    """What each term counts (of any positive measure; here mostly its idf in nats).

    Sums are exact (``math.fsum``), so that the order of a set, which hangs on the hash seed, does not tell.
    """

    __slots__ = ("_weight", "terms", "total")

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weight = weights
        self.terms = frozenset(weights)
        self.total = fsum(weights.values())

    def of(self, there: frozenset[str]) -> float:
        """Return the weight of the terms that are ``there``."""
        return fsum(map(self._weight.__getitem__, self.terms & there))

    def share(self, there: frozenset[str]) -> float:
        """Return the same as a share of the weight of all terms, 0 without terms."""
        return self.of(there) / self.total if self.total else 0.0
