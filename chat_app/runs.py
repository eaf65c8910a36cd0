"""The runs of adjacent clauses of a passage that can be quoted alone, and what stands in each.

They hang on the passage alone, not on the question, so each passage is taken apart once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chat_app.clauses import Clause, split_clauses
from chat_app.lists import find_enumerations
from chat_app.quantities import Quantity, find_quantities
from indexer.lexicon import normalise, tokenize

_PLACE = re.compile(r"[一-鿿](?:村|社区|小区|区块|园区|片区|街|路|线|广场|公园|中心)")
_REASON = re.compile(
    r"通过|由于|因为|为了|主要(?:是|用于)|用于|依托|引入|面对|针对|以[^,，]+为(?:抓手|重点|突破)|围绕|探索|建立|实行"
)
_CAUSE = re.compile(r"(?<![原基起诱])因(?![此而素地])|由于|受[^,，。]{1,10}影响")


@dataclass(frozen=True, slots=True)
class Run:
    """Clauses ``first`` to ``last`` of a passage, ``[start, end)`` of it, normalised in ``text``, with its terms.

    ``listed`` are the lengths of the lists in it; ``place`` and ``reason`` tell whether it names a place or gives one,
    ``cause`` whether it says what something came of.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    tokens: frozenset[str]
    quantities: tuple[Quantity, ...]
    listed: tuple[int, ...]
    place: bool
    reason: bool
    cause: bool


@lru_cache(maxsize=8192)
def runs_of(passage: str, most: int) -> tuple[Run, ...]:
    """Return every run of up to ``most`` clauses of ``passage`` that can be quoted alone, in order."""
    clauses = split_clauses(passage) or (Clause(0, len(passage), opens=True),)
    return tuple(run_of(passage, clauses, first, last) for first, last in windows(passage, clauses, most))


@lru_cache(maxsize=8192)
def whole_run(passage: str) -> Run:
    """Return the run of all clauses of ``passage``."""
    clauses = split_clauses(passage) or (Clause(0, len(passage), opens=True),)
    return run_of(passage, clauses, 0, len(clauses) - 1)


def run_of(passage: str, clauses: Sequence[Clause], first: int, last: int) -> Run:
    """Return the run of ``clauses`` ``first`` to ``last``."""
    start, end = clauses[first].start, clauses[last].end
    quote = passage[start:end]
    pieces = (passage[clause.start : clause.end] for clause in clauses[first : last + 1])
    return Run(
        first=first,
        last=last,
        start=start,
        end=end,
        text=normalise(quote),
        tokens=frozenset[str]().union(*map(tokens_of, pieces)),
        quantities=find_quantities(normalise(quote)),
        listed=tuple(len(found.items) for found in find_enumerations(quote)),
        place=bool(_PLACE.search(quote)),
        reason=bool(_REASON.search(quote)),
        cause=bool(_CAUSE.search(quote)),
    )


def windows(text: str, clauses: Sequence[Clause], most: int) -> Iterator[tuple[int, int]]:
    """Yield the first and last clause of each run of up to ``most`` that can be quoted alone.

    A clause without a subject of its own takes the one before it along; a run ends before an aside, which goes into
    another figure than the one before it.
    """
    last = len(clauses) - 1
    leaning = [clause.leans(text) for clause in clauses]
    for first in range(len(clauses)):
        scene = first < last and clauses[first].sets_the_scene(text) and leaning[first + 1]
        if first and (leaning[first] or scene):
            continue
        for final in range(first, min(last, first + most - 1) + 1):
            if final > first and clauses[final].aside and not leaning[final]:
                break
            yield first, final


@lru_cache(maxsize=8192)
def tokens_of(text: str) -> frozenset[str]:
    """Return the terms of a piece of a report."""
    return frozenset(tokenize(text))
