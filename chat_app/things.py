"""The one thing that a question is about (石门峡这两年有什么动静), where a report speaks of it in several places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from chat_app.questions import Query
from chat_app.wording import is_stop_word
from indexer.corpus import Passage
from indexer.lexicon import normalise, word_class, words

_SHORTEST = 2
"""Characters up to which a run is too general to name a thing."""
_NO_NAMES = frozenset("vadmt")
"""Classes of words that no name ends in: verbs, adjectives, adverbs, numbers, times."""
_LEAST, _MOST = 2, 6
"""Passages that must and may speak of it, in two sections at least: of what more speak, a section tells better."""


def passages_of(query: Query, passages: Sequence[Passage]) -> list[int]:
    """Return the numbers of the ``passages`` that speak of what ``query`` is about, none where no thing is named.

    It is the longest run of the question's words that two to six passages of two sections have; or, where that is one
    word alone (停车这个老大难), one that stands once in each section that has it.
    """
    texts = [_normalised(passage.text) for passage in passages]
    known = [word for word in query.words if len(word) > 1 and any(word in text for text in texts)]
    alone = known if len(known) == 1 else []
    for run in sorted({*filter(_names, _runs(query)), *alone}, key=len, reverse=True):
        there = [number for number, text in enumerate(texts) if run in text]
        sections = len({passages[number].section for number in there})
        least = len(there) if run in alone else _LEAST
        if _LEAST <= len(there) <= _MOST and sections >= max(least, _LEAST):
            return there
    return []


def _names(run: str) -> bool:
    """Tell whether a run of words may name a thing: it does not end in a verb or the like."""
    return word_class(words(run)[-1]) not in _NO_NAMES


def _runs(query: Query) -> set[str]:
    """Return every run of adjacent content words of the question, the last word also without its last character.

    上坪村 stands as 上坪 in a list of villages (大坳村、上坪村 and 枫树湾、大坳两个村).
    """
    found = set()
    for piece in query.own.split():
        parts = [word for word in words(piece) if not is_stop_word(word)]
        for first in range(len(parts)):
            for last in range(first, len(parts)):
                found.add("".join(parts[first : last + 1]))
    return {run for run in found | {run[:-1] for run in found if run[-1:] in "村镇县市"} if len(run) > _SHORTEST}


@lru_cache(maxsize=20_000)
def _normalised(text: str) -> str:
    return normalise(text)
