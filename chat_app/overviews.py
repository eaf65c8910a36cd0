"""Overviews: which heading a question is about, and what is quoted of what stands under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chat_app.answers import Evidence
from chat_app.quantities import find_quantities
from chat_app.questions import Query
from chat_app.reading import Extract, Reader
from chat_app.things import passages_of
from indexer.bundle import IndexBundle
from indexer.corpus import Passage
from indexer.lexicon import normalise

_NAMED = 2.0
"""What a heading that holds every word of the question counts, against the scores of the passages under it."""
_BESIDE = 0.3
"""What the score of each passage under a heading counts, against the merit of the best under it."""
_MOST = 8
"""Sentences of an overview."""
_LONGEST = 270
"""Characters of an overview in all; what stands under a heading is mostly shorter, and then quoted whole."""
_LABELS = 40
"""Characters kept for the years that tell sentences of several parts apart."""
_SENTENCE = 90
"""Characters up to which a sentence that speaks of a thing is quoted whole."""
_FIGURE = 0.2
"""What a figure, up to three, makes a sentence more worth quoting."""
_ABOUT = 0.5
"""Share of the question's words that a heading must have to be what is asked about."""
_FIRST, _GATHERED = 5, 3
"""Of so many passages found first, so many under one heading tell what is asked about too."""
_YEAR = re.compile(r"(?:19|20)\d\d年?")
_SAYING = re.compile(
    r"忙活|介绍|总结|梳理|盘点|捋|概括|概述|归纳|回顾|成绩|成效|成果|变化|进展|亮点|动作|起色|举措|安排|打算|程度|内容|完整|详细|整体|总体|表现|水平|街道|全镇"
)
"""Words that ask for an overview and name no matter."""


@dataclass(frozen=True, slots=True)
class Overviews:
    """Quotes what stands under a heading; ``reader`` reads the passages of ``bundle`` there."""

    bundle: IndexBundle
    reader: Reader

    def of(self, query: Query, readings: Sequence[Extract]) -> list[Extract]:
        """Return what is quoted of the heading that ``query`` is about, by the ``readings`` of what was found."""
        best = self._best(query, readings)
        if told := self._of_one_thing(query, best):
            return told
        return self.under(query, best, whole=self._named_above(query, best) > 0)

    def _of_one_thing(self, query: Query, best: Extract) -> list[Extract]:
        """Return the sentences that speak of the one thing asked about, where no heading does and several parts do."""
        if self._named_above(query, best):
            return []
        item = best.evidence
        numbers = [
            n
            for n, p in enumerate(self.bundle.passages)
            if p.report == item.report and (not query.years or p.period.year in query.years)
        ]
        there = passages_of(query, [self.bundle.passages[n] for n in numbers])
        told = [self._at(item, numbers[at]) for at in there]
        chosen: list[Extract] = []
        for extract in (self.reader.told(query, e) for e in self.reader.read(query, told)) if told else ():
            whole = self._sentence(extract)
            extract = whole if _length(whole) <= _SENTENCE else extract
            if len(chosen) < _MOST and sum(map(_length, (*chosen, extract))) <= _LONGEST - _LABELS:
                chosen.append(extract)
        return chosen

    def found(self, query: Query, extracts: Sequence[Extract], evidence: Sequence[Evidence]) -> bool:
        """Tell whether ``extracts`` are of what is asked: gathered, under its heading, or where most was found."""
        path = extracts[0].evidence.path
        if len({extract.evidence.path for extract in extracts}) > 1:
            return True
        gathered = len(path) > 1 and sum(item.path == path for item in evidence[:_FIRST]) >= _GATHERED
        return gathered or self._named_above(query, extracts[0]) >= _ABOUT

    def _named_above(self, query: Query, extract: Extract) -> float:
        """Return the share of the question's content words that a heading has, in these or in official words."""
        return max((self._named(query, heading) for heading in extract.evidence.path[-2:]), default=0.0)

    def under(self, query: Query, best: Extract, *, whole: bool) -> list[Extract]:
        """Return what stands beside ``best`` under its heading, in the order of the report.

        ``whole``: all of it tells of what is asked; else only what shares words with the question.
        """
        beside = self._beside(query, best)
        readings = [self.reader.told(query, e) for e in self.reader.read(query, beside)] if beside else [best]
        if not whole and len(best.evidence.path) == 1:
            readings = self._of_a_chapter(query, best, readings)
        sentences = [self._sentence(extract) for extract in readings]
        if len(sentences) <= _MOST and sum(map(_length, sentences)) <= _LONGEST:
            return sentences
        chosen: list[Extract] = []
        for extract in sorted(readings, key=lambda e: (e.evidence.passage != best.evidence.passage, -_worth(e))):
            if len(chosen) < _MOST and sum(map(_length, (*chosen, extract))) <= _LONGEST:
                chosen.append(extract)
        return sorted(chosen or [best], key=lambda e: (e.evidence.report, e.start))

    def _named(self, query: Query, heading: str) -> float:
        heading = normalise(heading)
        official = [m.word for m in self.bundle.thesaurus.find(query.text) if any(o in heading for o in m.official)]
        asked = _matters(query)
        there = sum(word in heading or any(word in everyday for everyday in official) for word in asked)
        return there / len(asked) if asked else 0.0

    def _best(self, query: Query, readings: Sequence[Extract]) -> Extract:
        """Return the best reading under the heading that the question is about: named in it, or found most under it."""
        sections: dict[tuple[str, ...], float] = {}
        for extract in readings:
            path = extract.evidence.path
            start = _NAMED * (self._named(query, path[-1]) if path else 0.0)
            sections[path] = sections.get(path, start) + _BESIDE * extract.evidence.score
        path = max(sections, key=lambda p: sections[p] + max(e.merit for e in readings if e.evidence.path == p))
        return max((e for e in readings if e.evidence.path == path), key=lambda e: e.merit)

    def _beside(self, query: Query, best: Extract) -> list[Evidence]:
        """Return the passages under the last heading of ``best``, or under the one above where only that is named."""
        item = best.evidence
        section = self.bundle.passages[item.passage].section
        above = len(item.path) > 1 and self._named(query, item.path[-2]) > self._named(query, item.path[-1])
        path = item.path[:-1] if above else item.path

        def is_under(passage: Passage) -> bool:
            return passage.path[: len(path)] == path if above else passage.section == section

        return [
            self._at(item, i)
            for i, p in enumerate(self.bundle.passages)
            if section is not None and p.report == item.report and is_under(p)
        ]

    def _at(self, item: Evidence, number: int) -> Evidence:
        """Return passage ``number`` as evidence found as ``item`` was."""
        p = self.bundle.passages[number]
        return replace(item, passage=number, start=p.start, end=p.end, text=p.text, path=p.path, period=p.period)

    def _of_a_chapter(self, query: Query, best: Extract, readings: Sequence[Extract]) -> list[Extract]:
        """Return those of a chapter's ``readings`` that tell of the matter asked about; of none, those with figures."""
        if _matters(query):
            return [e for e in readings if any(len(token) > 1 for token in e.covered)] or [best]
        counted = [e for e in readings if _figures(e) or e.evidence.passage == best.evidence.passage]
        return counted if len(counted) > 1 else list(readings)

    def _sentence(self, extract: Extract) -> Extract:
        """Return ``extract`` as its whole sentence, the heading that opens it left out."""
        return replace(extract, start=self.reader.body(extract.evidence), end=extract.evidence.end)


def _matters(query: Query) -> list[str]:
    """Return the content words that name the matter of an overview."""
    return [w for w in query.words if len(w) > 1 and not _YEAR.fullmatch(w) and not _SAYING.search(w)]


def _length(extract: Extract) -> int:
    return extract.end - extract.start


def _figures(extract: Extract) -> int:
    return len(find_quantities(extract.quote))


def _worth(extract: Extract) -> float:
    return extract.score + _FIGURE * min(_figures(extract), 3)
