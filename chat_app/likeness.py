"""How alike the words of a question and of a passage are: each word of the one with the nearest of the other.

MaxSim over words (Khattab & Zaharia 2020), with the static vectors that ship with the project, whatever embedder the
index was made with: they are known for every word and cost microseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from chat_app.wording import is_stop_word
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
    """The vectors of words, each worked out once; safe to share between threads."""

    def __init__(self, embedder: Embeddings) -> None:
        self._embedder = embedder
        self._lock = Lock()
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((0, 0), np.float32)

    def likenesses(
        self, asked: Sequence[str], weights: Mapping[str, float], texts: Sequence[str], matches: Sequence[Match]
    ) -> list[Likeness]:
        """Compare the words ``asked``, which count by ``weights``, with each of the normalised ``texts``."""
        there = [content_words(text) for text in texts]
        everything = list(dict.fromkeys(word for found in there for word in found))
        if not asked or not everything:
            return [Likeness(0.0, 0.0)] * len(texts)
        vectors = self._look_up([*asked, *everything])
        near = vectors[: len(asked)] @ vectors[len(asked) :].T
        place = {word: i for i, word in enumerate(everything)}
        counts = np.array([weights.get(word, 1.0) for word in asked])
        return [
            self._likeness(asked, counts, near[:, [place[word] for word in found]], text, matches)
            for text, found in zip(texts, there, strict=True)
        ]

    def _likeness(
        self,
        asked: Sequence[str],
        counts: NDArray[np.float64],
        near: NDArray[np.float32],
        text: str,
        matches: Sequence[Match],
    ) -> Likeness:
        if not near.size:
            return Likeness(0.0, 0.0)
        nearest = near.max(axis=1)
        known = [m for m in matches if any(official in text for official in m.official)]
        for place, word in enumerate(asked):
            if word in text:
                nearest[place] = 1.0
            elif word.isascii():
                nearest[place] = 0.0  # a figure or a name is there or is not
            elif any(word in match.word for match in known):
                nearest[place] = max(nearest[place], _BY_THESAURUS)
        return Likeness(float(nearest @ counts / counts.sum()), float(nearest.min()))

    def _look_up(self, chosen: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of words, float32 [n, d], working out those that are not known yet in one go."""
        with self._lock:
            new = list(dict.fromkeys(word for word in chosen if word not in self._rows))
            if len(self._rows) + len(new) > _KEPT:
                self._rows, self._vectors, new = {}, np.zeros((0, 0), np.float32), list(dict.fromkeys(chosen))
            if new:
                found = np.asarray(self._embedder.embed_documents(new), dtype=np.float32)
                self._rows.update({word: len(self._vectors) + i for i, word in enumerate(new)})
                self._vectors = np.concatenate([self._vectors, found]) if len(self._vectors) else found
            return self._vectors[[self._rows[word] for word in chosen]]


@lru_cache(maxsize=20_000)
def content_words(text: str) -> tuple[str, ...]:
    """Return the distinct words of a text that say something."""
    return tuple(dict.fromkeys(word for word in words(text) if not is_stop_word(word)))
