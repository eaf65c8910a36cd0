"""Evidence, ranked again: a weighted sum of what can be said of a question and a passage.

The weights are what ``python -m eval fit`` prints; they were learnt on hand-written (everyday question, sentence)
pairs and on the development questions, by softmax over the candidates of each question.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul
from typing import NamedTuple

from chat_app.likeness import Likeness
from chat_app.quantities import Quantity, find_quantities
from chat_app.questions import Query
from chat_app.spans import fits
from chat_app.timing import scope_fit, year_fit
from chat_app.weights import TermWeights
from chat_app.wording import Kind
from indexer.corpus import Passage
from indexer.knowledge import Match
from indexer.lexicon import normalise, tokenize

_OF_KIND = {
    Kind.PLACE: re.compile(r"[一-鿿](?:村|社区|小区|区块|园区|片区|街|路|线|广场|公园|中心|省|市|县)"),
    Kind.TIME: re.compile(r"\d\s*[年月日天]|小时|季度|[上下]半年|年底|年内|月底"),
    Kind.LIST: re.compile(r"、.*、|等|分别|包括"),
    Kind.NAME: re.compile(r"[“《]|公司|集团|项目|中心|平台|工程|企业|模式|机制"),
}
"""What a passage holds that answers a question of a kind."""
_PAIR = 2
_COMMON = 14
"""Length of a common run of characters that counts in full."""


class Features(NamedTuple):
    """What the ranking goes by, each 0 to 1 where nothing else is said.

    ``keyword``: BM25, official words standing in for everyday ones, as a share of what a passage with every term
    would score. ``cosine``: nearness in meaning. ``coverage``: idf-weighted share of the question's terms in the
    passage or its innermost heading, ``pairs`` that of its two-character terms. ``likeness`` and ``weakest``: how near
    in meaning the nearest words are (chat_app.likeness). ``heading``: that of all terms in the
    headings. ``thesaurus``: share of the everyday words found of which an official one stands in the passage.
    ``run``: the longest run of characters in common. ``figure``: a figure is asked for and one in the unit asked for
    is there; ``no_figure``: one is asked for and there is none. ``kind``: what else is asked for (place, time, list,
    name) is there. ``scope``: done or planned as asked (−1 to 1). ``year``: of the year asked for. ``length``:
    logarithm of the passage's characters over that of 240.
    """

    keyword: float
    cosine: float
    coverage: float
    pairs: float
    heading: float
    thesaurus: float
    run: float
    likeness: float
    weakest: float
    figure: float
    no_figure: float
    kind: float
    scope: float
    year: float
    length: float


WEIGHTS = Features(
    keyword=2.00,
    cosine=7.12,
    coverage=3.46,
    pairs=1.46,
    heading=-0.65,
    thesaurus=0.73,
    run=1.33,
    likeness=5.69,
    weakest=1.30,
    figure=1.29,
    no_figure=-1.59,
    kind=0.23,
    scope=0.46,
    year=3.51,
    length=-1.09,
)


@dataclass(frozen=True)
class Candidate:
    """A passage made ready for ranking; one is kept for many questions.

    ``text`` is normalised, ``there`` are its terms, ``known`` these with those of its innermost heading, ``above``
    the terms of all its headings.
    """

    passage: Passage
    text: str
    there: frozenset[str]
    known: frozenset[str]
    above: frozenset[str]
    length: float

    @classmethod
    def of(cls, passage: Passage) -> Candidate:
        """Read ``passage``."""
        text, there = normalise(passage.text), frozenset(tokenize(passage.text))
        innermost = frozenset(tokenize(passage.path[-1] if passage.path else ""))
        above = frozenset(tokenize(" ".join(passage.path)))
        return cls(passage, text, there, there | innermost, above, math.log(len(text) + 1) / math.log(241))

    @cached_property
    def headed(self) -> str:
        """The passage with its innermost heading, normalised."""
        return normalise(" ".join((*self.passage.path[-1:], self.passage.text)))

    @cached_property
    def quantities(self) -> Sequence[Quantity]:
        """The figures in it."""
        return find_quantities(self.passage.text)


@dataclass(frozen=True)
class Asked:
    """A question made ready for ranking: ``weights`` are the idf of its terms, ``matches`` its everyday words."""

    query: Query
    weights: Mapping[str, float]
    matches: Sequence[Match]
    given: Mapping[str, int]

    @cached_property
    def terms(self) -> TermWeights:
        """The weights of all terms."""
        return TermWeights(self.weights)

    @cached_property
    def pairs(self) -> TermWeights:
        """The weights of terms of two characters or more."""
        return TermWeights({token: weight for token, weight in self.weights.items() if len(token) >= _PAIR})

    @cached_property
    def content(self) -> str:
        """The content words of the question in one run."""
        return self.query.content.replace(" ", "")


def features(asked: Asked, candidate: Candidate, keyword: float, cosine: float, like: Likeness) -> Features:
    """Return a candidate's features; ``keyword`` and ``cosine`` come from the searches, ``like`` from its words."""
    query, passage = asked.query, candidate.passage
    figure, no_figure = _figures(query, candidate)
    return Features(
        keyword=keyword,
        cosine=cosine,
        coverage=asked.terms.share(candidate.known),
        pairs=asked.pairs.share(candidate.there),
        heading=asked.terms.share(candidate.above),
        thesaurus=_thesaurus(asked.matches, candidate.text),
        run=min(_longest_run(asked.content, candidate.text), _COMMON) / _COMMON,
        likeness=like.share,
        weakest=like.weakest,
        figure=figure,
        no_figure=no_figure,
        kind=_kind(query, passage.text),
        scope=scope_fit(query, passage),
        year=year_fit(query, passage, asked.given),
        length=candidate.length,
    )


def score(found: Features, weights: Features = WEIGHTS) -> float:
    """Return the weighted sum: higher is better."""
    return float(sum(map(mul, weights, found)))


def _thesaurus(matches: Sequence[Match], text: str) -> float:
    if not matches:
        return 0.0
    return sum(any(word in text for word in match.official) for match in matches) / len(matches)


def _figures(query: Query, candidate: Candidate) -> tuple[float, float]:
    if query.kind is not Kind.FIGURE:
        return 0.0, 0.0
    found = candidate.quantities
    if not found:
        return 0.0, 1.0
    return float(not query.unit or any(fits(query.unit, quantity) for quantity in found)), 0.0


def _kind(query: Query, text: str) -> float:
    wanted = _OF_KIND.get(query.kind)
    return float(bool(wanted and wanted.search(text)))


def _longest_run(question: str, text: str) -> int:
    """Return the length of the longest run of characters that both have."""
    longest, start = 0, 0
    for end in range(1, len(question) + 1):
        if question[start:end] in text:
            longest = max(longest, end - start)
        else:
            start = end - longest
    return longest
