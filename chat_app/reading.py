"""Passages read for a question: of each, the run of adjacent clauses that answers best.

The best run covers most of what the question says, is nearest to it in meaning, holds what is asked for (a figure, a
place, a list, a reason), and is short. It never opens with a clause that takes its subject from the one before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum
from typing import NamedTuple

from chat_app.answers import Evidence
from chat_app.known_vectors import KnownVectors
from chat_app.questions import Query
from chat_app.runs import Run, runs_of, tokens_of, whole_run
from chat_app.short_answers import list_note, short_answer
from chat_app.spans import fits
from chat_app.weights import TermWeights
from chat_app.wording import Kind
from indexer.bundle import IndexBundle
from indexer.encoders import Encoder
from indexer.lexicon import tokenize

_WINDOW = 4
"""Adjacent clauses that may be quoted as one."""
_LONG_WINDOW = 6
_WHOLE_LENGTH = 130
"""Characters of a sentence that is quoted whole where a long answer is wanted."""
_NAMED_THING = re.compile(r"(?:是|叫)(?:个)?(?:什么|啥)\W*$")
_HOW_MANY = re.compile(r"哪([两三四五六七八九十])")
_KEPT = 10_000
"""Clauses and questions whose vectors are kept."""
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
_CAUSE_BONUS = 0.5
_WHY = re.compile(
    r"为什么|为啥|为何|(?:怎么|咋)(?:就|会|还|又|都|才|没|不|拖|变|涨|跌|降|下降|少)|原因|因为(?:什么|啥)|是不是因为"
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
    def quote(self) -> str:
        """What is quoted, as it stands in the passage."""
        return self.evidence.text[self.start - self.evidence.start : self.end - self.evidence.start]

    @property
    def merit(self) -> float:
        """How good the passage and the range in it are together."""
        return self.evidence.score + 0.5 * self.score


class _Scored(NamedTuple):
    """A run of the passage ``item``: what it scores by its words alone, and its bonus among its neighbours."""

    item: int
    body: int
    run: Run
    score: float
    bonus: float


@dataclass(frozen=True)
class Reader:
    """Reads passages; ``bundle`` gives texts and term weights, ``embedder`` nearness in meaning."""

    bundle: IndexBundle
    embedder: Encoder

    @cached_property
    def _vectors(self) -> KnownVectors:
        return KnownVectors(self.embedder, _KEPT)

    def read(self, query: Query, evidence: Sequence[Evidence], part: bool = False) -> list[Extract]:
        """Return the best range of each passage, in the order of ``evidence``, without short answers (``told``).

        A ``part`` of a question that compares is read for its own figure, the whole question for both.
        """
        weights = self.weights(query)
        runs, coverage = [], []
        for number, item in enumerate(evidence):
            found, covered = self._runs(query, number, item, weights, _LENGTH_COST if part else _length_cost(query))
            runs += sorted(found, key=lambda scored: (-scored.score - scored.bonus, scored.run.start))[:_EMBEDDED]
            coverage.append(covered)
        best: dict[int, tuple[float, float, _Scored]] = {}
        for run, cosine in zip(runs, self._nearness(query, runs), strict=True):
            score = run.score + _COSINE_WEIGHT * cosine
            if run.item not in best or score + run.bonus > best[run.item][0] + best[run.item][2].bonus:
                best[run.item] = (score, cosine, run)
        asked = frozenset(weights)
        return [_extract(evidence[i], best[i], coverage[i], asked) for i in range(len(evidence))]

    def likely(self, query: Query, evidence: Sequence[Evidence], most: int) -> list[Evidence]:
        """Return the ``most`` of ``evidence`` that say most of ``query``, in their order."""
        weights = TermWeights(self.weights(query))

        def said(i: int) -> float:
            return -weights.of(tokens_of(" ".join((*evidence[i].path, evidence[i].text))))

        return [evidence[i] for i in sorted(sorted(range(len(evidence)), key=said)[:most])]

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
    ) -> tuple[list[_Scored], float]:
        """Return the runs of one passage and its coverage; the words of its headings count for every run alike."""
        text, body = self.text(item), self.body(item)
        passage = text[body : item.end]
        everything = whole_run(passage)
        headed = tokens_of(" ".join(item.path) + text[item.start : body])
        below = TermWeights({token: weight for token, weight in weights.items() if token not in headed})
        total = fsum(weights.values())
        above, total = total - below.total, total or 1.0
        whole = query.kind in _WHOLE and not _NAMED_THING.search(query.text)
        whole = whole and everything.end - everything.start <= _WHOLE_LENGTH and not _lists(query, everything)
        found = (everything,) if whole else runs_of(passage, _LONG_WINDOW if query.kind in _WHOLE else _WINDOW)
        runs = []
        for run in found:
            score = (above + below.of(run.tokens)) / total
            score += _bonus(query, run) - cost * (run.end - run.start)
            runs.append(_Scored(number, body, run, score, _LIST_BONUS if _lists(query, run) else 0.0))
        return runs, (above + below.of(everything.tokens)) / total

    def _nearness(self, query: Query, runs: Sequence[_Scored]) -> list[float]:
        if not runs:
            return []
        asked = self._vectors.look_up([query.content])
        rows, vectors = self._vectors.look_up([scored.run.text for scored in runs])
        cosines: list[float] = (vectors[rows] @ asked[1][asked[0][0]]).tolist()
        return cosines

    def told(self, query: Query, extract: Extract) -> Extract:
        """Return ``extract`` with the short answer in it, and with what is to be said of a list that is not whole."""
        quote = self.text(extract.evidence)[extract.start : extract.end]
        return replace(extract, short=short_answer(query, quote, self.weights(query)), note=list_note(query, quote))


def _extract(item: Evidence, found: tuple[float, float, _Scored], coverage: float, asked: frozenset[str]) -> Extract:
    score, cosine, (_, body, run, *_) = found
    return Extract(item, body + run.start, body + run.end, score, coverage, cosine, run.tokens & asked, None)


def _lists(query: Query, run: Run) -> bool:
    """Tell whether ``run`` holds the list asked for, so that its clause will do: one of as many items as asked for."""
    if query.kind is not Kind.LIST:
        return False
    asked = _HOW_MANY.search(query.text)
    number = "一二三四五六七八九十".find(asked[1].replace("两", "二")) + 1 if asked else 0
    return any(not number or length == number for length in run.listed)


def _length_cost(query: Query) -> float:
    return _LENGTH_COST_OF_BOTH if _COMPARES.search(query.text) else _LENGTH_COST


def _bonus(query: Query, run: Run) -> float:
    """Return what a run gains by holding what is asked for: a figure in the unit asked for, a place, a list."""
    if query.kind is Kind.PLACE:
        return _PLACE_BONUS if run.place else 0.0
    if query.kind is Kind.LIST:
        return _LISTED if _lists(query, run) else 0.0
    if query.kind is Kind.EXPLAIN:
        cause = _CAUSE_BONUS if run.cause and _WHY.search(query.text) else 0.0
        return cause + (_REASON_BONUS if run.reason else 0.0)
    if query.kind is not Kind.FIGURE:
        return 0.0
    bonus = _FIGURE_BONUS if run.quantities else 0.0
    return bonus + (_UNIT_BONUS if any(fits(query.unit, quantity) for quantity in run.quantities) else 0.0)
