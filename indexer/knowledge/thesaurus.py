"""The thesaurus: what residents say → what reports print (臭水沟 → 黑臭水体、劣Ⅴ类水体).

The file is described at its own top. Words are matched whole: 高速 is not found in 高速增长 where jieba's dictionary
has that word, and the longest entry wins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, takewhile
from pathlib import Path
from typing import Self

from indexer.corpus import IndexerError
from indexer.lexicon import normalise, words

SHIPPED = Path(__file__).parent / "thesaurus.txt"
_FIELD = re.compile(r"\[[^\[\]]+\]")
_SIGNS = {" → ": "→", " = ": "=", " ⊃ ": "⊃"}
_LONGEST = 12
"""Characters that the left side of an entry may have."""


class ThesaurusError(IndexerError, ValueError):
    """Lines of a thesaurus that are no entries; ``faults`` names every one of them, with its line."""

    def __init__(self, path: Path, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{path}: " + "; ".join(self.faults[:5]) + ("; …" if len(self.faults) > 5 else ""))


@dataclass(frozen=True, slots=True)
class Match:
    """An everyday word found in a text, normalised, and the official words for it, the most fitting first."""

    word: str
    official: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Everyday words with their official ones, all normalised."""

    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.entries)

    def find(self, text: str) -> tuple[Match, ...]:
        """Return the entries that ``text`` holds as whole words, longest first at each place, none inside another."""
        return tuple(self._found(words(text)))

    def _found(self, found: Sequence[str]) -> Iterator[Match]:
        at = 0
        while at < len(found):
            joined = takewhile(lambda word: len(word) <= _LONGEST, accumulate(found[at:]))
            for more, word in reversed([*enumerate(joined)]):
                if word in self.entries:
                    yield Match(word, self.entries[word])
                    at += more
                    break
            at += 1

    def words(self) -> Iterator[str]:
        """Yield every word, everyday and official ones; some more than once."""
        for word, official in self.entries.items():
            yield word
            yield from official

    def restricted_to(self, texts: Iterable[str]) -> Self:
        """Return only what can be found in ``texts``: official words that stand there, and entries that have one."""
        there = "\n".join(map(normalise, texts))
        kept = {
            word: said for word, official in self.entries.items() if (said := tuple(o for o in official if o in there))
        }
        return type(self)(kept)

    def to_bytes(self) -> bytes:
        """Return the thesaurus as JSON; equal ones give equal bytes."""
        return json.dumps(self.entries, ensure_ascii=False, sort_keys=True, indent=0).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what ``to_bytes`` wrote; raises ThesaurusError for anything else."""
        try:
            return cls({word: tuple(official) for word, official in json.loads(data).items()})
        except (ValueError, AttributeError, TypeError) as error:
            raise ThesaurusError(Path("thesaurus.json"), [f"cannot be read ({error})"]) from error


def read_thesaurus(path: Path = SHIPPED) -> Thesaurus:
    """Read a thesaurus file; raises ThesaurusError with every line that is no entry, OSError for no file."""
    entries: dict[str, list[str]] = {}
    faults: list[str] = []
    left: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#") or _FIELD.fullmatch(text):
            continue
        try:
            sides = _parse(text)
            if " → " in text:
                _claim(sides, left, number)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            continue
        for word, official in sides:
            said = entries.setdefault(normalise(word), [])
            said += [o for o in map(normalise, official) if o not in said and o != normalise(word)]
    if faults:
        raise ThesaurusError(path, faults)
    return Thesaurus({word: tuple(official) for word, official in entries.items() if official})


def _parse(text: str) -> list[tuple[str, list[str]]]:
    """Return the everyday words of a line, each with its official ones; raises ValueError for a line that has none."""
    signs = [sign for sign in _SIGNS if sign in text]
    if len(signs) != 1:
        raise ValueError(f"{text!r} has no sign, or two; write 口语 → 书面语, 简称 = 全称, or 总称 ⊃ 成员")
    sides = text.split(signs[0])
    if _SIGNS[signs[0]] == "=":
        forms = [_word(form) for form in sides]
        return [(form, [other for other in forms if other != form]) for form in forms]
    if len(sides) != 2:
        raise ValueError(f"{text!r} has the sign {signs[0].strip()} twice; write one entry a line")
    official = [_word(word) for word in sides[1].split("、")]
    return [(_word(word), official) for word in sides[0].split("、")]


def _word(text: str) -> str:
    word = text.strip()
    if len(word) < 2:
        raise ValueError(f"{word!r} is too short; a word has two characters at least")
    return word


def _claim(sides: list[tuple[str, list[str]]], left: dict[str, int], number: int) -> None:
    for word, _ in sides:
        if left.setdefault(word, number) != number:
            raise ValueError(f"{word} stands on the left of line {left[word]} too; join the two lines")
