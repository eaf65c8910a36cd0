"""The glossary of the indexer: report, section, passage, scope.

All offsets are Unicode code points into ``Report.text``, the one coordinate system.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IndexerError(Exception):
    """The root of the indexer's errors; the message says what is wrong, where, and what to do."""


class CorpusError(IndexerError, ValueError):
    """A report, section or passage that contradicts itself."""


class Scope(StrEnum):
    """Whether a text speaks of work done or of work planned."""

    DONE = "done"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Period:
    """What a text speaks of in time: done or planned, and the years.

    ``year`` is the last year covered; ``year_from`` the first one when there are several, else None.
    """

    scope: Scope | None = None
    year: int | None = None
    year_from: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and everything under it, the next levels included.

    ``start`` is the heading's first character, ``body`` the first character after the heading and
    its full stop, ``end`` one past the last character under it. ``heading`` is the heading as shown in a
    path, without its closing full stop. ``parent`` is an index into ``Report.sections``, None at the top.
    """

    index: int
    level: int
    heading: str
    start: int
    body: int
    end: int
    parent: int | None
    period: Period
    run_in: bool = False
    """True for a heading that stands in one line with the text it heads."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its text, what is known about it, and its section tree in document order.

    ``digest`` is ``sha256:`` and the hexadecimal SHA-256 of the source file's bytes. Unknown metadata are empty
    (``""`` or None), never guessed.
    """

    id: str
    text: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    year: int | None = None
    url: str = ""
    index_number: str = ""
    source: str = ""
    digest: str = ""
    examples: tuple[str, ...] = ()
    """Questions that the report answers, offered to whoever does not know what to ask."""
    sections: tuple[Section, ...] = ()

    def path(self, section: int | None) -> tuple[str, ...]:
        """Return the headings from the top down to ``section`` (an index into ``sections``; None: no heading)."""
        headings: list[str] = []
        while section is not None:
            headings.append(self.sections[section].heading)
            section = self.sections[section].parent
        return tuple(reversed(headings))


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of search and citation: one sentence, or a run-in heading with the sentence it opens.

    ``text`` is verbatim ``Report.text[start:end]``, at most 240 characters. ``section`` is an index into
    ``Report.sections``; None for text before the first heading. ``paragraph`` counts the lines of the
    report that hold text, from 0, so that neighbours in one paragraph can be told from others.
    """

    report: str
    start: int
    end: int
    text: str
    section: int | None
    path: tuple[str, ...]
    paragraph: int
    period: Period

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise CorpusError(f"{self.report}: passage [{self.start}, {self.end}) does not fit its text {self.text!r}")
