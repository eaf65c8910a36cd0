"""Slips of the pen, the input method and the microphone: what may have been meant by a few characters.

A slip is one word typed by its sound (整制 → 整治), with two neighbours exchanged (兴振 → 振兴), a character left
out or put in twice, or one written for another that looks like it (拆迁 → 折迁).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from indexer.knowledge.sounds import Sounds
from indexer.vocabulary import Vocabulary

LONGEST = 6
"""Characters of a word that slips are looked for in."""
PHRASE = 4
"""Characters from which a phrase may overrule known words in it."""
_USUAL = 10.0
"""Cost up to which a common word is taken for what was meant."""


class Slip(StrEnum):
    """How a word went wrong."""

    SOUND = "sound"
    SWAP = "swap"
    MISSING = "missing"
    DOUBLED = "doubled"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class Meant:
    """What may have been meant by the characters of a text from ``start`` to ``end``, and how they went wrong."""

    start: int
    end: int
    word: str
    slip: Slip


class SlipIndex:
    """Finds words that a text may have been meant to hold; built once for a vocabulary, read by any thread."""

    def __init__(self, vocabulary: Vocabulary, sounds: Sounds, lookalikes: Mapping[str, str]) -> None:
        usual = (word for word, cost in vocabulary.common.items() if cost < _USUAL)
        self._words = frozenset(word for word in (*vocabulary.own, *usual) if 2 <= len(word) <= LONGEST)
        self._sounds = sounds
        self._lookalikes = lookalikes
        self._by_sound: dict[str, list[str]] = {}
        self._by_ends: dict[tuple[str, str, int], list[str]] = {}
        listed = sorted(self._words)
        for word, code in zip(listed, sounds.code("\n".join(listed)).split("\n"), strict=True):
            for spoken in (code,) if sounds.several.isdisjoint(word) else sounds.spoken(word):
                self._by_sound.setdefault(spoken, []).append(word)
            if len(word) > 2:
                self._by_ends.setdefault((word[0], word[-1], len(word)), []).append(word)

    def find(self, text: str, loose: Collection[int]) -> Iterator[Meant]:
        """Yield what may have been meant at every place of ``text``, a run of Chinese characters.

        ``loose`` are the places of characters that stand in no known word; where there are none, a phrase may still
        have been typed by its sound or with two characters exchanged.
        """
        code = self._sounds.code(text)
        before = list(accumulate((place in loose for place in range(len(text))), initial=0))
        for start in range(len(text) - 1):
            for end in range(start + 2, min(start + LONGEST, len(text)) + 1):
                suspect = before[end] > before[start]
                if not suspect and end - start < PHRASE:
                    continue
                said = text[start:end]
                sounded = [code[start:end]] if self._sounds.several.isdisjoint(said) else self._sounds.spoken(said)
                for word in dict.fromkeys(word for spoken in sounded for word in self._by_sound.get(spoken, ())):
                    if word != said:
                        yield Meant(start, end, word, Slip.SOUND)
                for word, slip in self._swapped(said):
                    yield Meant(start, end, word, slip)
                if suspect:
                    for word, slip in self._near(said):
                        yield Meant(start, end, word, slip)

    def _swapped(self, said: str) -> Iterator[tuple[str, Slip]]:
        for i in range(len(said) - 1):
            if (swapped := said[:i] + said[i + 1] + said[i] + said[i + 2 :]) in self._words and swapped != said:
                yield swapped, Slip.SWAP

    def _near(self, said: str) -> Iterator[tuple[str, Slip]]:
        for word in self._by_ends.get((said[0], said[-1], len(said) + 1), ()):
            if any(word[:i] + word[i + 1 :] == said for i in range(1, len(word) - 1)):
                yield word, Slip.MISSING
        for i, char in enumerate(said):
            if said[i - 1 : i] == char and (shorter := said[:i] + said[i + 1 :]) in self._words:
                yield shorter, Slip.DOUBLED
            for other in self._lookalikes.get(char, ()):
                if (word := said[:i] + other + said[i + 1 :]) in self._words:
                    yield word, Slip.SHAPE
