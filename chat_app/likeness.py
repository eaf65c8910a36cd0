"""How alike the words of a question and of a passage are: each word of the one with the nearest of the other.

MaxSim over words (Khattab & Zaharia 2020), with the static vectors that ship with the project, whatever embedder the
index was made with: they are known for every word and cost microseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from chat_app.known_vectors import KnownVectors
from chat_app.wording import is_stop_word
from indexer.encoders import Encoder
from indexer.knowledge import Match
from indexer.lexicon import words

_KEPT = 50_000
"""Words whose vectors are kept (at d 256 about 50 MB)."""
_BY_THESAURUS = 0.9
"""How alike an everyday word and its official one are."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """``share``: weighted mean over the question's words of how alike the nearest word is; ``weakest``: the least."""

    share: float
    weakest: float


class WordVectors:
    """Compares words, whose vectors are worked out once; safe to share between threads."""

    def __init__(self, embedder: Encoder) -> None:
        self._known = KnownVectors(embedder, _KEPT)

    def likenesses(
        self, asked: Sequence[str], weights: Mapping[str, float], texts: Sequence[str], matches: Sequence[Match]
    ) -> list[Likeness]:
        """Compare the words ``asked``, which count by ``weights``, with each of the normalised ``texts``."""
        if not asked or not texts:
            return [Likeness(0.0, 0.0)] * len(texts)
        there = [content_words(text) or (text,) for text in texts]
        rows, vectors = self._known.look_up([*asked, *chain.from_iterable(there)])
        near = vectors[rows[: len(asked)]] @ vectors[rows[len(asked) :]].T
        starts = list(accumulate(map(len, there[:-1]), initial=0))
        nearest = np.maximum.reduceat(near, starts, axis=1)
        counts = np.array([weights.get(word, 1.0) for word in asked])
        self._settle(asked, nearest, texts, matches)
        shares, weakest = counts @ nearest / counts.sum(), nearest.min(axis=0)
        return [Likeness(float(share), float(least)) for share, least in zip(shares, weakest, strict=True)]

    def _settle(
        self, asked: Sequence[str], nearest: NDArray[np.float32], texts: Sequence[str], matches: Sequence[Match]
    ) -> None:
        """Correct ``nearest``, float32 [asked, texts], by what vectors do not know: figures, synonyms, equal words."""
        for row, word in enumerate(asked):
            official = [o for match in matches if word in match.word for o in match.official]
            for column, text in enumerate(texts):
                if word in text:
                    nearest[row, column] = 1.0
                elif word.isascii():
                    nearest[row, column] = 0.0  # a figure or a name is there or is not
                elif official and any(o in text for o in official):
                    nearest[row, column] = max(nearest[row, column], _BY_THESAURUS)


@lru_cache(maxsize=20_000)
def content_words(text: str) -> tuple[str, ...]:
    """Return the distinct words of a text that say something."""
    return tuple(dict.fromkeys(word for word in words(text) if not is_stop_word(word)))
