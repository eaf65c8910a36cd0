"""Sections → passages: the sentences that are searched and cited, each with its heading path.

A run-in heading is joined to the sentence it opens. An enumeration (一是…；二是…) stays one passage. Nothing is
longer than 240 characters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from indexer.corpus import Passage, Period, Report, Scope, Section
from indexer.periods import title_period
from indexer.sentences import LONGEST, Span, sentence_spans
from indexer.tenses import Calendar, sentence_periods

_Placed = tuple[Span, int | None]
"""A span and the section it stands in."""


def split_passages(report: Report) -> tuple[Passage, ...]:
    """Return the passages of ``report`` in order of place.

    They do not overlap and hold every character that is neither white space nor a heading on a line of its own.
    """
    return tuple(_Splitter(report).passages())


class _Splitter:
    """One walk through a report; it knows what holds for the whole report and carries what lasts over paragraphs."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._sections = report.sections
        self._starts = [section.start for section in report.sections]
        self._paths = {section.index: report.path(section.index) for section in report.sections}
        self._whole = Period() if report.sections else title_period(report.title, report.year)
        review = _first(report.sections, Scope.DONE) or Period(None, report.year)
        self._calendar = Calendar(review, _first(report.sections, Scope.PLANNED) or Period())
        self._running: dict[int | None, Period | None] = {}

    def passages(self) -> Iterator[Passage]:
        start, paragraph = 0, 0
        for line in self._report.text.split("\n"):
            spans = list(self._line_spans(start, start + len(line)))
            for section, placed in groupby(spans, itemgetter(1)):
                yield from self._placed([span for span, _ in placed], section, paragraph)
            paragraph += bool(spans)
            start += len(line) + 1

    def _placed(self, spans: Sequence[Span], section: int | None, paragraph: int) -> Iterator[Passage]:
        """Build the passages of one line in one section; they are read together, so that a look back lasts."""
        report = self._report
        inherited = self._whole if section is None else self._sections[section].period
        sentences = [self._without_heading(span, section) for span in spans]
        periods, running = sentence_periods(sentences, inherited, self._calendar, self._running.get(section))
        if inherited.scope is None:  # no heading tells: a turn lasts until the next one
            self._running[section] = running
        for (start, end), period in zip(spans, periods, strict=True):
            path = () if section is None else self._paths[section]
            yield Passage(report.id, start, end, report.text[start:end], section, path, paragraph, period)

    def _without_heading(self, span: Span, section: int | None) -> str:
        start, end = span
        if section is not None and start == self._sections[section].start:
            start = min(self._sections[section].body, end)
        return self._report.text[start:end].strip()

    def _line_spans(self, start: int, end: int) -> Iterator[_Placed]:
        """Yield the sentences of one line, each with the section it stands in."""
        headings = self._sections[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end)]
        cuts = [start, *(heading.start for heading in headings), end]
        for (left, right), heading in zip(pairwise(cuts), [None, *headings], strict=True):
            if heading is None:
                section = self._section_at(left)
                yield from ((span, section) for span in sentence_spans(self._report.text, left, right))
            elif heading.run_in:
                spans = list(sentence_spans(self._report.text, heading.body, right))
                yield from ((span, heading.index) for span in _joined(heading, spans))

    def _section_at(self, place: int) -> int | None:
        """Return the innermost section that holds ``place``."""
        section = bisect_right(self._starts, place) - 1
        at = section if section >= 0 else None
        while at is not None and not self._sections[at].body <= place < self._sections[at].end:
            at = self._sections[at].parent
        return at


def _first(sections: Sequence[Section], scope: Scope) -> Period | None:
    return next((section.period for section in sections if section.period.scope is scope), None)


def _joined(heading: Section, spans: Sequence[Span]) -> list[Span]:
    """Join a run-in heading to the sentence it opens, where both fit into one passage."""
    if spans and spans[0][1] - heading.start <= LONGEST:
        return [(heading.start, spans[0][1]), *spans[1:]]
    return [(heading.start, heading.body), *spans]
