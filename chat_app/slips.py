"""Slips of the pen, the input method and the microphone: what may have been meant by a few characters.

A slip is one word typed by its sound (整制 → 整治), with two neighbours exchanged (兴振 → 振兴), a character left
out or put in twice, or one written for another that looks like it (拆迁 → 折迁).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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


_Spans = Sequence[tuple[int, int]]


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
        known = (word for word in (*vocabulary.own, *usual) if 2 <= len(word) <= LONGEST)
        self._words = frozenset(word for word in known if word[0] != "的" != word[-1])
        self._pairs = frozenset(word[i : i + 2] for word in self._words for i in range(len(word) - 1))
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
        before = list(accumulate((place in loose for place in range(len(text))), initial=0))
        spans = [(s, e) for s in range(len(text)) for e in range(s + 2, min(s + LONGEST, len(text)) + 1)]
        suspect = [(start, end) for start, end in spans if before[end] > before[start]]
        phrases = [(start, end) for start, end in spans if end - start >= PHRASE and before[end] == before[start]]
        yield from self._sounded(text, suspect + phrases)
        yield from self._swapped(text, suspect + phrases)
        yield from self._missing(text, suspect)
        yield from self._doubled(text, suspect)
        yield from self._shaped(text, suspect)

    def _sounded(self, text: str, spans: _Spans) -> Iterator[Meant]:
        code = self._sounds.code(text)
        several = not self._sounds.several.isdisjoint(text)
        for start, end in spans:
            said = text[start:end]
            one = not several or self._sounds.several.isdisjoint(said)
            for spoken in (code[start:end],) if one else self._sounds.spoken(said):
                for word in self._by_sound.get(spoken, ()):
                    if word != said:
                        yield Meant(start, end, word, Slip.SOUND)

    def _swapped(self, text: str, spans: _Spans) -> Iterator[Meant]:
        """Exchange two neighbours where that makes a pair of characters that some word has."""
        for place in (i for i in range(len(text) - 1) if text[i + 1] + text[i] in self._pairs):
            swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            for start, end in spans:
                if start <= place < end - 1 and (word := swapped[start:end]) in self._words and word != text[start:end]:
                    yield Meant(start, end, word, Slip.SWAP)

    def _missing(self, text: str, spans: _Spans) -> Iterator[Meant]:
        for start, end in spans:
            for word in self._by_ends.get((text[start], text[end - 1], end - start + 1), ()):
                if any(word[:i] + word[i + 1 :] == text[start:end] for i in range(1, len(word) - 1)):
                    yield Meant(start, end, word, Slip.MISSING)

    def _doubled(self, text: str, spans: _Spans) -> Iterator[Meant]:
        for place in (i for i in range(1, len(text)) if text[i] == text[i - 1]):
            for start, end in spans:
                if start < place < end and (word := text[start:place] + text[place + 1 : end]) in self._words:
                    yield Meant(start, end, word, Slip.DOUBLED)

    def _shaped(self, text: str, spans: _Spans) -> Iterator[Meant]:
        shapes = [(i, other) for i, char in enumerate(text) for other in self._lookalikes.get(char, ())]
        for place, other in shapes:
            before, behind = text[place - 1 : place] + other, other + text[place + 1 : place + 2]
            if before not in self._pairs and behind not in self._pairs:
                continue  # no word holds it next to either of its neighbours
            shaped = text[:place] + other + text[place + 1 :]
            for start, end in spans:
                if start <= place < end and (word := shaped[start:end]) in self._words:
                    yield Meant(start, end, word, Slip.SHAPE)
