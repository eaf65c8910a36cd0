"""Passages read for a question: of each, the run of adjacent clauses that answers best.

The best run covers most of what the question says, is nearest to it in meaning, holds what is asked for (a figure, a
place, a list, a reason), and is short. It never opens with a clause that takes its subject from the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from langchain_core.embeddings import Embeddings

from chat_app.answers import Evidence
from chat_app.clauses import Clause, split_clauses
from chat_app.lists import find_enumerations
from chat_app.quantities import find_quantities
from chat_app.questions import Query
from chat_app.short_answers import list_note, short_answer
from chat_app.spans import fits
from chat_app.wording import Kind
from indexer.bundle import IndexBundle
from indexer.lexicon import normalise, tokenize

_WINDOW = 4
"""Adjacent clauses that may be quoted as one."""
_LONG_WINDOW = 6
_WHOLE_LENGTH = 130
"""Characters of a sentence that is quoted whole where a long answer is wanted."""
_NAMED_THING = re.compile(r"(?:是|叫)(?:个)?(?:什么|啥)\W*$")
_HOW_MANY = re.compile(r"哪([两三四五六七八九十])")
_EMBEDDED = 4
"""Runs of a passage that are compared in meaning: those that share most with the question."""
_COSINE_WEIGHT = 0.5
_FIGURE_BONUS = 0.5
"""High: where a figure is asked for, a range without one is no answer as long as the passage has one."""
_UNIT_BONUS = 0.5
_PLACE_BONUS = 0.2
_LIST_BONUS = 0.4
_LISTED = 0.1
_REASON_BONUS = 0.15
_PLACE = re.compile(r"[一-鿿](?:村|社区|小区|区块|园区|片区|街|路|线|广场|公园|中心)")
_REASON = re.compile(
    r"通过|由于|因为|为了|主要(?:是|用于)|用于|依托|引入|面对|针对|以[^,，]+为(?:抓手|重点|突破)|围绕|探索|建立|实行"
)
_LENGTH_COST = 0.0015
"""What a character more in the quotation costs, against a coverage of at most 1."""
_LENGTH_COST_OF_BOTH = 0.0003
"""The same where two things are compared: both figures belong in the quotation."""
_COMPARES = re.compile(
    r"比|相差|差[几多]|几倍|[多少]多少|哪[个样种年边][^,，?？]{0,8}[多少大小高低快慢]|百分之几|更[多少大小高低广]"
)
_FOCUS = 2.0
"""How much more a token of this question counts than one of the topic it goes on with."""
_SINGLE = 0.3
"""How much less a single character counts than a pair or a word: 书 alone does not speak of a 书记."""
_NAMED = 2.0
"""How much more a token counts that the question puts in quotation marks."""
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]+)[”\"」』]")
_WHOLE = (Kind.EXPLAIN, Kind.LIST, Kind.OVERVIEW)
"""Kinds of question that are answered by longer runs."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A verbatim range ``[start, end)`` of a report that answers, and how well.

    ``coverage`` is the idf-weighted share of the question's tokens in the passage, its headings included;
    ``nearness`` the cosine between question and range; ``covered`` the tokens in the range itself; ``short`` the
    span asked for, None where there is none; ``label`` what the statement opens with (2022年已完成：), else ``""``;
    ``heading`` where the heading stands that says the year in it; ``note`` that a list is not whole.
    """

    evidence: Evidence
    start: int
    end: int
    score: float
    coverage: float
    nearness: float
    covered: frozenset[str]
    short: str | None
    label: str = ""
    heading: tuple[int, int] | None = None
    note: str = ""

    @property
    def merit(self) -> float:
        """How good the passage and the range in it are together."""
        return self.evidence.score + 0.5 * self.score


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of clauses of one passage, what it scores by its words alone, and its bonus among those of the passage."""

    item: int
    start: int
    end: int
    score: float
    bonus: float
    covered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads passages; ``bundle`` gives texts and term weights, ``embedder`` nearness in meaning."""

    bundle: IndexBundle
    embedder: Embeddings

    def read(self, query: Query, evidence: Sequence[Evidence], part: bool = False) -> list[Extract]:
        """Return the best range of each passage, in the order of ``evidence``.

        A ``part`` of a question that compares is read for its own figure, the whole question for both.
        """
        weights = self.weights(query)
        runs, coverage = [], []
        for number, item in enumerate(evidence):
            found, covered = self._runs(query, number, item, weights, _LENGTH_COST if part else _length_cost(query))
            runs += sorted(found, key=lambda run: (-run.score - run.bonus, run.start))[:_EMBEDDED]
            coverage.append(covered)
        best: dict[int, tuple[float, float, _Run]] = {}
        for run, cosine in zip(runs, self._nearness(query, evidence, runs), strict=True):
            score = run.score + _COSINE_WEIGHT * cosine
            if run.item not in best or score + run.bonus > best[run.item][0] + best[run.item][2].bonus:
                best[run.item] = (score, cosine, run)
        return [self._extract(query, evidence[i], best[i], coverage[i], weights) for i in range(len(evidence))]

    def weights(self, query: Query) -> dict[str, float]:
        """Return what each token of ``query`` counts: its idf, more in focus or quotation marks, less if single."""
        quoted = {token for term in _QUOTED.findall(query.text) for token in tokenize(term)}
        return {
            token: self.bundle.keywords.idf(token)
            * (_FOCUS if token in query.focus or token in quoted else 1.0)
            * (_SINGLE if len(token) == 1 else 1.0)
            * (_NAMED if token in quoted and token in query.tokens else 1.0)
            for token in dict.fromkeys((*query.tokens, *sorted(quoted)))
        }

    def text(self, item: Evidence) -> str:
        """Return the text of the report that a passage is of."""
        return self.bundle.report(item.report).text

    def body(self, item: Evidence) -> int:
        """Return where the passage goes on after a run-in heading that opens it."""
        section = self.bundle.passages[item.passage].section
        if section is None:
            return item.start
        heading = self.bundle.report(item.report).sections[section]
        return heading.body if heading.start == item.start and heading.body < item.end else item.start

    def _runs(
        self, query: Query, number: int, item: Evidence, weights: Mapping[str, float], cost: float
    ) -> tuple[list[_Run], float]:
        """Return the runs of one passage and its coverage; the words of its headings count for every run alike."""
        text, body = self.text(item), self.body(item)
        clauses = list(split_clauses(text, body, item.end)) or [Clause(item.start, item.end, opens=True)]
        total = sum(weights.values()) or 1.0
        headed = _tokens_of(" ".join(item.path) + text[item.start : body]) & weights.keys()
        tokens = [_tokens_of(text[c.start : c.end]) & weights.keys() for c in clauses]
        runs = []
        whole = (
            query.kind in _WHOLE
            and not _NAMED_THING.search(query.text)
            and clauses[-1].end - clauses[0].start <= _WHOLE_LENGTH
        )
        spans = [(0, len(clauses) - 1)] if whole and not _lists(query, text[body : item.end]) else None
        for first, last in spans or windows(text, clauses, _LONG_WINDOW if query.kind in _WHOLE else _WINDOW):
            start, end = clauses[first].start, clauses[last].end
            covered = frozenset[str]().union(*tokens[first : last + 1])
            score = sum(weights[t] for t in covered | headed) / total
            score += _bonus(query, text[start:end]) - cost * (end - start)
            listed = _LIST_BONUS if _lists(query, text[start:end]) else 0.0
            runs.append(_Run(number, start, end, score, listed, covered))
        return runs, sum(weights[t] for t in headed.union(*tokens)) / total

    def _nearness(self, query: Query, evidence: Sequence[Evidence], runs: Sequence[_Run]) -> list[float]:
        texts = [normalise(self.text(evidence[run.item])[run.start : run.end]) for run in runs]
        vectors = np.asarray(self.embedder.embed_documents([query.content, *texts]), dtype=np.float32)
        return [float(cosine) for cosine in vectors[1:] @ vectors[0]]

    def _extract(
        self,
        query: Query,
        item: Evidence,
        found: tuple[float, float, _Run],
        coverage: float,
        weights: Mapping[str, float],
    ) -> Extract:
        score, cosine, run = found
        quote = self.text(item)[run.start : run.end]
        short, note = short_answer(query, quote, weights), list_note(query, quote)
        return Extract(item, run.start, run.end, score, coverage, cosine, run.covered, short, note=note)


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


def _lists(query: Query, text: str) -> bool:
    """Tell whether ``text`` holds the list asked for, so that its clause will do: one of as many items as asked for."""
    if query.kind is not Kind.LIST:
        return False
    asked = _HOW_MANY.search(query.text)
    number = "一二三四五六七八九十".find(asked[1].replace("两", "二")) + 1 if asked else 0
    return any(not number or len(found.items) == number for found in find_enumerations(text))


def _length_cost(query: Query) -> float:
    return _LENGTH_COST_OF_BOTH if _COMPARES.search(query.text) else _LENGTH_COST


@lru_cache(maxsize=8192)
def _tokens_of(text: str) -> frozenset[str]:
    return frozenset(tokenize(normalise(text)))


def _bonus(query: Query, text: str) -> float:
    """Return what a range gains by holding what is asked for: a figure in the unit asked for, a place, a list."""
    if query.kind is Kind.PLACE:
        return _PLACE_BONUS if _PLACE.search(text) else 0.0
    if query.kind is Kind.LIST:
        return _LISTED if _lists(query, text) else 0.0
    if query.kind is Kind.EXPLAIN:
        return _REASON_BONUS if _REASON.search(text) else 0.0
    if query.kind is not Kind.FIGURE:
        return 0.0
    found = list(find_quantities(normalise(text)))
    bonus = _FIGURE_BONUS if found else 0.0
    return bonus + (_UNIT_BONUS if any(fits(query.unit, quantity) for quantity in found) else 0.0)
