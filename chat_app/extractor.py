"""Evidence → the clauses that answer, verbatim; no language model.

What is quoted depends on what is asked: one range; one for each part of the question; what is done beside what is
planned; or, for an overview, the sentences of a section.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum

from chat_app.answers import Evidence
from chat_app.gathering import gather
from chat_app.labels import labelled
from chat_app.overviews import Overviews
from chat_app.parts import parts_of
from chat_app.questions import Query
from chat_app.reading import Extract, Reader
from chat_app.wording import Kind
from indexer.bundle import IndexBundle
from indexer.corpus import Scope
from indexer.encoders import Encoder

__all__ = ["Extract", "Extractor"]

_ADDS = 0.3
"""Share of the question's weight that a further quotation has to cover anew."""
_CLOSE = 0.6
"""Share of the best passage's score that a passage quoted further must reach."""
_AGAIN = 0.8
"""Share of the best passage's coverage that a passage quoted beside it for the same words must reach."""
_SEVERAL = re.compile(r"哪(?:[两三四五]|几|些)(?:件|个|处|次|项|类)?(?:事|方面|地方|动作|工作|举措|措施|做法)")
_OF_THE_WHOLE = 0.5
"""How much less a passage's score counts for a part: it is that for the whole question."""
_FOR_A_PART = 5
"""Passages read for a part of a question, of those found for all of it: those that say most of the part."""
_OTHER_YEAR, _OTHER_SCOPE = 1.0, 0.3
"""What a passage of another year or scope than a part asks for loses."""
_SENTENCE, _SHORT_SENTENCE = 120, 80
"""Characters up to which a sentence is quoted whole; less where a name or a list is the short answer."""
_WIDEST = 160
"""Characters up to which what is quoted of one sentence for two parts is quoted as one range."""
_WHICH_YEAR = re.compile(r"哪一?年")


@dataclass(frozen=True)
class Extractor:
    """Reads evidence for a question; ``bundle`` gives texts and term weights, ``embedder`` nearness in meaning."""

    bundle: IndexBundle
    embedder: Encoder

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.bundle, self.embedder)

    @cached_property
    def overviews(self) -> Overviews:
        """What quotes the sentences under a heading."""
        return Overviews(self.bundle, self._reader)

    def extract(self, query: Query, evidence: Sequence[Evidence], most: int = 4) -> list[Extract]:
        """Return one to ``most`` extracts, the best first; none without evidence."""
        return [self._whole(query, extract) for extract in self._chosen(query, evidence, most)] if evidence else []

    def _chosen(self, query: Query, evidence: Sequence[Evidence], most: int) -> list[Extract]:
        if parts := parts_of(query):
            found = _merged([self._of_part(part, evidence) for part in parts])[:most]
            return self._told_apart(found)
        readings = self._reader.read(query, evidence)
        if query.both:
            return self._told_apart([self._reader.told(query, e) for e in _one_of_each_scope(readings)])
        best = self._reader.told(query, max(readings, key=lambda extract: extract.merit))
        if query.kind is Kind.TIME and not best.short and _WHICH_YEAR.search(query.text):
            return [self._of_its_year(best)]
        if query.kind is Kind.OVERVIEW:
            return self._told_apart(self.overviews.of(query, readings))
        if best.evidence.text.rstrip().endswith(("：", ":")):  # what it announces stands in the next sentences
            return self.overviews.under(query, best, whole=True)
        return _with_what_is_left(query, best, readings, self._reader.weights(query))[:most]

    def _whole(self, query: Query, extract: Extract) -> Extract:
        """Return ``extract`` as its whole sentence where that is short, unless it holds the figure asked for.

        A reason (因征地滞后), a denial (未能如期动工) or a condition stands beside the best clause, easily cut off.
        """
        start, end = self._reader.body(extract.evidence), extract.evidence.end
        figure = extract.short and query.kind is Kind.FIGURE
        short = not figure and end - start <= (_SHORT_SENTENCE if extract.short else _SENTENCE)
        return replace(extract, start=min(start, extract.start), end=max(end, extract.end)) if short else extract

    def gathered(self, query: Query, extracts: Sequence[Extract], evidence: Sequence[Evidence]) -> list[Extract]:
        """Return ``extracts`` with what else the ``evidence`` has where several things are wanted, told apart anew."""
        found = gather(query, extracts, evidence, self._reader)
        if len(found) == len(extracts):
            return found
        return self._told_apart([replace(extract, label="", heading=None) for extract in found])

    def best(self, query: Query, evidence: Sequence[Evidence]) -> Extract:
        """Return the best range of ``evidence`` (at least one) for ``query``, whatever its kind."""
        return self._reader.told(query, max(self._reader.read(query, evidence), key=lambda extract: extract.merit))

    def _of_part(self, part: Query, evidence: Sequence[Evidence]) -> Extract:
        readings = self._reader.read(part, self._reader.likely(part, evidence, _FOR_A_PART), part=True)
        best = max(readings, key=lambda e: e.merit - _OF_THE_WHOLE * e.evidence.score - _off(part, e.evidence))
        return self._reader.told(part, best)

    def _told_apart(self, extracts: Sequence[Extract]) -> list[Extract]:
        """Return ``extracts``, those of different years or scopes labelled with them, each run of one period once."""
        periods = [(e.evidence.period.scope, e.evidence.period.year) for e in extracts]
        scopes = {scope for scope, _ in periods}
        if len(set(periods)) < 2:
            return list(extracts)
        before = [None, *periods[:-1]]
        return [
            extract if period == last else labelled(extract, self.bundle, scope=len(scopes) > 1)
            for extract, period, last in zip(extracts, periods, before, strict=True)
        ]

    def _of_its_year(self, extract: Extract) -> Extract:
        """Return ``extract`` labelled with the year that its heading says, which is the short answer."""
        dated = labelled(extract, self.bundle, scope=False)
        return replace(dated, short=dated.label.rstrip("：") or None)


def _off(part: Query, item: Evidence) -> float:
    """Return what a passage loses by being of another year or scope than ``part`` asks for."""
    period, off = item.period, 0.0
    if part.year and period.year and not (period.year_from or period.year) <= part.year <= period.year:
        off += 0.0 if f"{part.year}年" in item.text else _OTHER_YEAR
    if part.scope and period.scope and part.scope is not period.scope:
        off += _OTHER_SCOPE
    return off


def _merged(extracts: Sequence[Extract]) -> list[Extract]:
    """Return ``extracts``, those of one passage made one range where that is not too wide, short answers joined."""
    merged: list[Extract] = []
    for extract in extracts:
        at = next((i for i, known in enumerate(merged) if _joins(known, extract)), None)
        if at is None:
            merged.append(extract)
        else:
            merged[at] = _union(merged[at], extract)
    return merged


def _joins(one: Extract, other: Extract) -> bool:
    together = max(one.end, other.end) - min(one.start, other.start)
    overlaps = one.start < other.end and other.start < one.end
    return one.evidence.passage == other.evidence.passage and (overlaps or together <= _WIDEST)


def _union(one: Extract, other: Extract) -> Extract:
    shorts = dict.fromkeys(short.strip("、") for short in (one.short, other.short) if short)
    return replace(
        one,
        start=min(one.start, other.start),
        end=max(one.end, other.end),
        covered=one.covered | other.covered,
        short="、".join(shorts) or None,
    )


def _one_of_each_scope(readings: Sequence[Extract]) -> list[Extract]:
    """Return the best of what is done, then the best of what is planned."""
    best: dict[Scope | None, Extract] = {}
    for extract in readings:
        scope = extract.evidence.period.scope
        if scope not in best or extract.merit > best[scope].merit:
            best[scope] = extract
    return [best[scope] for scope in (Scope.DONE, Scope.PLANNED) if scope in best] or list(best.values())


def _with_what_is_left(
    query: Query, best: Extract, readings: Sequence[Extract], weights: Mapping[str, float]
) -> list[Extract]:
    """Return ``best`` and those nearly as good that cover what it leaves open of the question."""
    total = sum(weights.values()) or 1.0
    chosen, covered = [best], best.covered
    several = bool(_SEVERAL.search(query.text))
    for extract in readings:
        new = fsum(weights[token] for token in extract.covered - covered) / total
        other = extract.evidence.passage != best.evidence.passage
        again = several and other and extract.coverage >= _AGAIN * best.coverage
        if (new >= _ADDS or again) and extract.evidence.score >= _CLOSE * best.evidence.score:
            chosen.append(replace(extract, short=None))
            covered |= extract.covered
    return chosen
