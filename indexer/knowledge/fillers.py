"""Fillers: words that people use to tell and to ask, which say nothing about the matter (我家, 还是, 起来).

The file is described at its own top.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from indexer.corpus import IndexerError
from indexer.lexicon import segment

FILLERS = Path(__file__).parent / "fillers.txt"
_FIELD = re.compile(r"\[[^\[\]]+\]")
_WORD = re.compile(r"[\u4e00-\u9fff]+")


class FillersError(IndexerError, ValueError):
    """A line of the fillers that cannot be read; the message names file and line."""


@cache
def read_fillers(path: Path = FILLERS) -> frozenset[str]:
    """Return the fillers of a file; raises FillersError for one that is no Chinese word or stands there twice."""
    found: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#") or _FIELD.fullmatch(text):
            continue
        for word in text.split():
            if not _WORD.fullmatch(word):
                raise FillersError(f"{path}: line {number}: {word!r} is not in Chinese characters")
            if word in found:
                raise FillersError(f"{path}: line {number}: {word!r} stands in the file twice")
            found.add(word)
    return frozenset(found)


def unreachable(fillers: frozenset[str]) -> list[str]:
    """Return those that no text is ever taken apart into, so that nothing is left out for them."""
    return sorted(word for word in fillers if segment(word) != [word])
