"""What sounds and what looks alike: pinyin without tones, heard as loosely as it is spoken, and shapes.

``sounds.txt`` holds readings (made from pypinyin, so that nothing of it is needed to run), ``lookalikes.txt`` shapes
(hand-written); each is described at its own top.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, product
from pathlib import Path

from indexer.corpus import IndexerError

SOUNDS = Path(__file__).parent / "sounds.txt"
LOOKALIKES = Path(__file__).parent / "lookalikes.txt"
_LINE = re.compile(r"(?P<syllable>[a-z]+) (?P<mostly>[\u4e00-\u9fff]*)(?:\|(?P<sometimes>[\u4e00-\u9fff]+))?")
_SHAPES = re.compile(r"[\u4e00-\u9fff]{2,}")
_LOCAL = ((r"^([zcs])h", r"\1"), (r"^n(?=.)", "l"), (r"(?<=[aei])ng$", "n"))
"""Sounds that local speech does not tell apart: zh/z, ch/c, sh/s, n/l, ang/an, eng/en, ing/in."""
_READINGS = 8
_FIRST_CODE = 0xE000


class SoundsError(IndexerError, ValueError):
    """A line of sounds.txt or lookalikes.txt that cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """The readings of characters, the usual one first."""

    readings: Mapping[str, tuple[str, ...]]
    codes: Mapping[int, str]
    """For ``str.translate``: a character → one that stands for its usual syllable as local speech has it."""

    several: frozenset[str]
    """Characters with more readings than one."""

    def code(self, text: str) -> str:
        """Return ``text`` as local speech has it, a code a character; equal codes sound alike."""
        return text.translate(self.codes)

    def spoken(self, text: str) -> Iterator[str]:
        """Yield the codes of all readings of ``text``, the usual one first; at most eight."""
        if self.several.isdisjoint(text):
            yield self.code(text)
            return
        for parts in islice(product(*map(self._codes, text)), _READINGS):
            yield "".join(parts)

    def _codes(self, char: str) -> tuple[str, ...]:
        if char not in self.several:
            return (self.codes.get(ord(char), char),)
        return tuple(dict.fromkeys(map(_code, self.readings[char])))

    def same(self, one: str, other: str) -> bool:
        """Tell whether two characters have a reading in common, tones aside."""
        return bool(set(self.readings.get(one, ())) & set(self.readings.get(other, ())))


@cache
def load_sounds(path: Path = SOUNDS) -> Sounds:
    """Read the readings; raises SoundsError for a line that is none."""
    usual: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    for number, line in _lines(path):
        found = _LINE.fullmatch(line)
        if not found:
            raise SoundsError(f"{path}: line {number}: {line!r} is not 'syllable characters|characters'")
        for char in found["mostly"]:
            usual.setdefault(char, []).append(found["syllable"])
        for char in found["sometimes"] or "":
            others.setdefault(char, []).append(found["syllable"])
    if twice := [char for char, syllables in usual.items() if len(syllables) > 1]:
        raise SoundsError(f"{path}: {twice[0]} has two usual readings; put one of them behind |")
    readings = {char: (*usual.get(char, ()), *others.get(char, ())) for char in {*usual, *others}}
    codes = {ord(char): _code(spoken[0]) for char, spoken in readings.items()}
    return Sounds(readings, codes, frozenset(char for char, spoken in readings.items() if len(spoken) > 1))


@cache
def load_lookalikes(path: Path = LOOKALIKES) -> Mapping[str, str]:
    """Return for a character those that look like it; raises SoundsError for a line that is no set of characters."""
    alike: dict[str, dict[str, None]] = {}
    for number, line in _lines(path):
        if not _SHAPES.fullmatch(line) or len(set(line)) < len(line):
            raise SoundsError(f"{path}: line {number}: {line!r} is not a set of two or more different characters")
        for char in line:
            alike.setdefault(char, {}).update(dict.fromkeys(line.replace(char, "")))
    return {char: "".join(others) for char, others in alike.items()}


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, line


@cache
def _code(syllable: str) -> str:
    """Return one character, of the private use area, for a syllable as local speech has it."""
    for pattern, spoken in _LOCAL:
        syllable = re.sub(pattern, spoken, syllable)
    return chr(_FIRST_CODE + _numbers().setdefault(syllable, len(_numbers())))


@cache
def _numbers() -> dict[str, int]:
    return {}
