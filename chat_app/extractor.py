"""Evidence → the clauses that answer, verbatim; no language model.

For each passage the best run of adjacent clauses is sought: the one that covers most of what the question says,
is nearest to it in meaning, holds a figure where one is asked for, and is short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings

from chat_app.answers import Evidence
from chat_app.clauses import Clause, split_clauses
from chat_app.quantities import find_quantities
from chat_app.questions import Query
from chat_app.spans import figure_asked, fits
from chat_app.wording import Kind
from indexer.bundle import IndexBundle
from indexer.corpus import Scope
from indexer.lexicon import normalise, tokenize

_WINDOW = 4
"""Adjacent clauses that may be quoted as one where a whole sentence is not wanted."""
_COSINE_WEIGHT = 0.5
_FIGURE_BONUS = 0.5
"""High: where a figure is asked for, a range without one is no answer as long as the passage has one."""
_UNIT_BONUS = 0.5
_PLACE_BONUS = 0.2
_PLACE = re.compile(r"[一-鿿](?:村|社区|小区|区块|园区|片区|街|路|线|广场|公园|中心)")
_LENGTH_COST = 0.0015
"""What a character more in the quotation costs, against a coverage of at most 1."""
_ADDS = 0.3
"""Share of the question's weight that a further quotation has to cover anew."""
_CLOSE = 0.6
"""Share of the best passage's score that a passage quoted further must reach."""


_FOCUS = 2.0
"""How much more a token of this question counts than one of the topic it goes on with."""
_SINGLE = 0.3
"""How much less a single character counts than a pair or a word: 书 alone does not speak of a 书记."""
_WHOLE = (Kind.EXPLAIN, Kind.LIST, Kind.OVERVIEW)
"""Kinds of question that are answered by a whole sentence."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A verbatim range ``[start, end)`` of a report that answers, and how well.

    ``coverage`` is the idf-weighted share of the question's tokens in the passage, its headings included;
    ``nearness`` the cosine between question and range; ``covered`` the tokens in the range itself; ``short`` the
    figure asked for, None where there is none.
    """

    evidence: Evidence
    start: int
    end: int
    score: float
    coverage: float
    nearness: float
    covered: frozenset[str]
    short: str | None

    @property
    def merit(self) -> float:
        """How good the passage and the range in it are together."""
        return self.evidence.score + 0.5 * self.score


@dataclass(frozen=True, slots=True)
class Extractor:
    """Reads evidence for a question; ``bundle`` gives texts and term weights, ``embedder`` nearness in meaning."""

    bundle: IndexBundle
    embedder: Embeddings

    def extract(self, query: Query, evidence: Sequence[Evidence], most: int = 3) -> list[Extract]:
        """Return one to ``most`` extracts, the best first; none without evidence."""
        weights = {
            token: self.bundle.keywords.idf(token)
            * (_FOCUS if token in query.focus else 1.0)
            * (_SINGLE if len(token) == 1 else 1.0)
            for token in query.tokens
        }
        readings = [self._read(query, item, weights) for item in evidence]
        if not readings:
            return []
        if query.both:
            return _one_of_each_scope(readings)
        best = max(readings, key=lambda extract: extract.merit)
        if query.kind is Kind.OVERVIEW:
            return _section_of(best, readings)[:most]
        return _with_what_is_left(best, readings, weights)[:most]

    def _read(self, query: Query, item: Evidence, weights: dict[str, float]) -> Extract:
        """Return the best range of one passage; the words of its headings count for every range alike."""
        text = self.bundle.report(item.report).text
        body = self._body(item)
        clauses = list(split_clauses(text, body, item.end)) or [Clause(item.start, item.end, opens=True)]
        total = sum(weights.values()) or 1.0
        headed = _tokens_of(" ".join(item.path) + text[item.start : body]) & weights.keys()
        tokens = [_tokens_of(text[c.start : c.end]) & weights.keys() for c in clauses]
        windows = list(_windows(text, clauses, whole=query.kind in _WHOLE))
        near = self._nearness(query, [text[clauses[a].start : clauses[b].end] for a, b in windows])
        scored = []
        for (a, b), cosine in zip(windows, near, strict=True):
            start, end = clauses[a].start, clauses[b].end
            covered = frozenset().union(*tokens[a : b + 1])
            score = sum(weights[t] for t in covered | headed) / total + _COSINE_WEIGHT * cosine
            score += _kind_bonus(query, text[start:end]) - _LENGTH_COST * (end - start)
            scored.append((score, -start, end, cosine, covered))
        score, start, end, cosine, covered = max(scored, key=lambda s: s[:3])
        return Extract(
            evidence=item,
            start=-start,
            end=end,
            score=score,
            coverage=sum(weights[t] for t in frozenset().union(headed, *tokens)) / total,
            nearness=cosine,
            covered=covered,
            short=figure_asked(query, text[-start:end], weights),
        )

    def _body(self, item: Evidence) -> int:
        """Return where the passage goes on after a run-in heading that opens it."""
        section = self.bundle.passages[item.passage].section
        if section is None:
            return item.start
        heading = self.bundle.report(item.report).sections[section]
        return heading.body if heading.start == item.start and heading.body < item.end else item.start

    def _nearness(self, query: Query, texts: Sequence[str]) -> list[float]:
        vectors = np.asarray(self.embedder.embed_documents([query.content, *map(normalise, texts)]), dtype=np.float32)
        return [float(cosine) for cosine in vectors[1:] @ vectors[0]]


def _one_of_each_scope(readings: Sequence[Extract]) -> list[Extract]:
    """Return the best of what is done, then the best of what is planned."""
    best: dict[Scope | None, Extract] = {}
    for extract in readings:
        scope = extract.evidence.period.scope
        if scope not in best or extract.merit > best[scope].merit:
            best[scope] = extract
    return [best[scope] for scope in (Scope.DONE, Scope.PLANNED) if scope in best] or list(best.values())


def _section_of(best: Extract, readings: Sequence[Extract]) -> list[Extract]:
    """Return ``best`` and what else was found under its heading, in the order of the report."""
    beside = [extract for extract in readings if extract.evidence.path == best.evidence.path]
    return sorted(beside, key=lambda extract: extract.start)


def _with_what_is_left(best: Extract, readings: Sequence[Extract], weights: dict[str, float]) -> list[Extract]:
    """Return ``best`` and those nearly as good that cover what it leaves open of the question."""
    total = sum(weights.values()) or 1.0
    chosen, covered = [best], best.covered
    for extract in readings:
        new = sum(weights[token] for token in extract.covered - covered) / total
        if new >= _ADDS and extract.evidence.score >= _CLOSE * best.evidence.score:
            chosen.append(extract)
            covered |= extract.covered
    return chosen


def _tokens_of(text: str) -> frozenset[str]:
    return frozenset(tokenize(normalise(text)))


def _windows(text: str, clauses: Sequence[Clause], whole: bool) -> Iterator[tuple[int, int]]:
    """Yield the first and last clause of each run that can be quoted alone.

    A clause without a subject of its own takes the one before it along; a run ends before an aside, which goes into
    another figure than the one before it. ``whole`` yields the whole passage only.
    """
    last = len(clauses) - 1
    if whole:
        yield 0, last
        return
    for first in range(len(clauses)):
        if first and clauses[first].leans(text):
            continue
        for final in range(first, min(last, first + _WINDOW - 1) + 1):
            if final > first and clauses[final].aside:
                break
            yield first, final


def _kind_bonus(query: Query, text: str) -> float:
    """Return what a range gains by holding what is asked for: a figure, one in the unit asked for, or a place."""
    if query.kind is Kind.PLACE:
        return _PLACE_BONUS if _PLACE.search(text) else 0.0
    if query.kind is not Kind.FIGURE:
        return 0.0
    found = list(find_quantities(normalise(text)))
    bonus = _FIGURE_BONUS if found else 0.0
    return bonus + (_UNIT_BONUS if any(fits(query.unit, quantity) for quantity in found) else 0.0)
