"""The glossary: English words of questions → the words of Chinese reports (factory → 工厂).

The file is described at its own top.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indexer.corpus import IndexerError

GLOSSARY = Path(__file__).parent / "english.txt"
_FIELD = re.compile(r"\[[^\[\]]+\]")
_ENGLISH = re.compile(r"[a-z0-9][a-z0-9&'.+-]*(?: [a-z0-9&'.+-]+)*")
_CHINESE = re.compile(r"[\u4e00-\u9fffA-Z0-9.+]+")


class GlossaryError(IndexerError, ValueError):
    """A line of the glossary that is no entry; the message names file and line."""


@cache
def read_glossary(path: Path = GLOSSARY) -> Mapping[str, str]:
    """Return the Chinese word of every English one; raises GlossaryError for a line that is no entry."""
    words: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#") or _FIELD.fullmatch(text):
            continue
        left, _, chinese = text.partition(" → ")
        if not _CHINESE.fullmatch(chinese):
            raise GlossaryError(f"{path}: line {number}: {text!r} is not 'english, english → 中文'")
        for english in left.split(", "):
            if not _ENGLISH.fullmatch(english):
                raise GlossaryError(f"{path}: line {number}: {english!r} is not English in lower case")
            if english in words:
                raise GlossaryError(f"{path}: line {number}: {english!r} stands in the file twice")
            words[english] = chinese
    return words
