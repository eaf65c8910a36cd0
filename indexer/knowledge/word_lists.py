"""Lists of words: fillers, which say nothing about the matter asked (我家, 还是), and cities (杭州).

Each file is described at its own top.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from indexer.corpus import IndexerError
from indexer.lexicon import segment

FILLERS = Path(__file__).parent / "fillers.txt"
PLACES = Path(__file__).parent / "places.txt"
_FIELD = re.compile(r"\[[^\[\]]+\]")
_WORD = re.compile(r"[\u4e00-\u9fff]+")


class WordListError(IndexerError, ValueError):
    """A line of a list that cannot be read; the message names file and line."""


@cache
def read_words(path: Path) -> frozenset[str]:
    """Return the words of a list; raises WordListError for one that is no Chinese word or stands there twice."""
    found: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#") or _FIELD.fullmatch(text):
            continue
        for word in text.split():
            if not _WORD.fullmatch(word):
                raise WordListError(f"{path}: line {number}: {word!r} is not in Chinese characters")
            if word in found:
                raise WordListError(f"{path}: line {number}: {word!r} stands in the file twice")
            found.add(word)
    return frozenset(found)


def unreachable(listed: frozenset[str]) -> list[str]:
    """Return the words that no text is ever taken apart into, so that they are never met."""
    return sorted(word for word in listed if segment(word) != [word])
