"""How sure an answer is: a probability from a few signals, and the threshold below which nothing is answered.

Weights and bias are what ``python -m eval fit`` prints for the dev splits of the declared question sets; how it
works is told in ``eval/calibration.py``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter, mul

from chat_app.answers import Evidence
from chat_app.claims import asks_whether
from chat_app.expectations import Told, adjusted
from chat_app.extractor import Extract
from chat_app.quantities import figures, find_quantities
from chat_app.questions import Query
from chat_app.spans import fits
from chat_app.wording import Kind, is_stop_word
from indexer.lexicon import normalise, words

THRESHOLD = 0.3
"""Probability below which nothing is answered.

Right answers less wrong ones, as a share of the dev questions of the three sets, are 0.68, 0.39 and 0.59 at 0.25;
0.69, 0.40 and 0.59 here; 0.69, 0.40 and 0.58 at 0.35: what is right falls about as fast as what is refused rises.
"""
OVERVIEW_THRESHOLD = 0.15
"""The same for an overview: of 75 dev questions for one, one was of what the reports do not have."""

_OPEN = (Kind.EXPLAIN, Kind.OVERVIEW, Kind.TOPIC)
_SPANS = (Kind.NAME, Kind.PLACE, Kind.LIST)
_WHY = re.compile(r"为什么|为啥|为何|咋[^样]|怎么|怎样|如何|[靠凭][什啥]|原因|图[个什啥]")
_REASON = re.compile(
    r"因|由于|为了|受[^,，]{1,8}影响|通过|用于|依托|以[^,，]{2,20}为|推广|推行|组织|引入|依靠|建立|采取|实行|面对"
)
_OWN = 0.7
"""Share of the tokens that are the question's own, below which it goes on with the one before."""
_LONG = 120
_MANY = 8
_MARGIN_SCALE = 2.0
_NEUTRAL = 0.5
_NONE_AT_ALL = -1.0
_DATE = re.compile(r"\d\s*[年月日天时]|小时|分钟|季度|[上下]半年")
_OFFICE = re.compile(r"书记|主任|市长|县长|区长|镇长|乡长|局长|部长|科长|所长|校长|院长|村长|主席|领导|负责人|代表")
_ANY_NOUN = frozenset(
    (
        *("钱", "人", "事", "事情", "地方", "时候", "东西", "资金", "时间", "人家", "次数", "方面", "内容", "工作"),
        *("问题", "措施", "情况", "村", "家"),
    )
)
"""What any question may ask for, so that a passage need not name it."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of an answer before it is given, each 0 to 1 where nothing else is said.

    ``coverage``: idf-weighted share of the question's tokens in the passage, headings included. ``nearness``: cosine
    of question and quotation. ``figure``: a figure (or a date) of the kind asked for is quoted, -1 where the passage
    has none at all, nor the office asked about (书记); ``noun``: so is what the question counts or names (多少册书 →
    书); one half where neither is asked for. ``span``: the name, place or list asked for was found, -1 where not, 0
    where none is asked for; ``reason``: so for the words that give a reason or a means. ``other_figure``: the question
    names a figure that the passage does not have. ``foreign``: share of the content words' characters that the
    passage does not have, word by word. ``margin``: how far the passage is ahead of the next one. ``open``: the
    question asks how, why or for an overview, or is keywords only; ``whether``: it asks for yes or no; ``counts``: it
    asks how many or how much; ``follows``: most of its words come from the questions before. ``words``: how many
    content words it has, 1 for eight. ``length``: characters quoted, 1 for 120. ``decided``: a yes or a no is given.
    """

    coverage: float
    nearness: float
    figure: float
    noun: float
    span: float
    reason: float
    other_figure: float
    foreign: float
    margin: float
    open: float
    whether: float
    counts: float
    follows: float
    words: float
    length: float
    decided: float


WEIGHTS = Signals(
    coverage=0.53,
    nearness=1.92,
    figure=0.7,
    noun=0.01,
    span=0.38,
    reason=0.65,
    other_figure=-0.74,
    foreign=-1.46,
    margin=1.42,
    open=-0.26,
    whether=-2.28,
    counts=0.43,
    follows=-0.12,
    words=0.51,
    length=0.89,
    decided=2.34,
)
BIAS = -2.5


def read_signals(
    query: Query, extracts: Sequence[Extract], evidence: Sequence[Evidence], verdict: str | None = None
) -> Signals:
    """Return the signals of the answer that ``extracts`` (at least one, the best first) make from ``evidence``."""
    best = extracts[0]
    told = extracts if query.kind is Kind.OVERVIEW else extracts[:1]
    passage = normalise(" ".join(piece for e in told for piece in (*e.evidence.path, e.evidence.text)))
    return Signals(
        coverage=_coverage(query, extracts),
        nearness=max(extract.nearness for extract in extracts),
        figure=_figure(query, best, passage),
        noun=_noun(query, passage),
        span=(1.0 if best.short else _NONE_AT_ALL) if query.kind in _SPANS else 0.0,
        reason=(1.0 if _REASON.search(passage) else _NONE_AT_ALL) if _WHY.search(query.text) else 0.0,
        other_figure=_other_figure(query, passage),
        foreign=_foreign(query, passage, best.evidence.everyday),
        margin=_margin(best, evidence),
        open=float(query.kind in _OPEN),
        whether=float(asks_whether(query.text)),
        counts=float(query.kind is Kind.FIGURE),
        follows=float(len(query.focus) < _OWN * len(query.tokens)),
        words=min(len(query.words), _MANY) / _MANY,
        length=min(len(best.quote), _LONG) / _LONG,
        decided=float(verdict is not None),
    )


_values = attrgetter(*(field.name for field in fields(Signals)))


def threshold(query: Query) -> float:
    """Return the probability below which ``query`` is not answered."""
    return OVERVIEW_THRESHOLD if query.kind is Kind.OVERVIEW else THRESHOLD


def logit(signals: Signals) -> float:
    """Return the log odds of the answer being right."""
    return float(BIAS + sum(map(mul, _values(WEIGHTS), _values(signals))))


def probability(signals: Signals, told: Told | None = None) -> float:
    """Return the probability that the answer is right; ``told``: what expected questions tell of it, if any do."""
    odds = logit(signals)
    return 1.0 / (1.0 + math.exp(-(adjusted(odds, told) if told else odds)))


def _margin(best: Extract, evidence: Sequence[Evidence]) -> float:
    """Return how far the best passage is ahead of the second, from 0 to 1; half a typical score is as far as can be."""
    second = evidence[1].score if len(evidence) > 1 else 0.0
    return max(0.0, min(1.0, _MARGIN_SCALE * (best.evidence.score - second)))


def _figure(query: Query, best: Extract, passage: str) -> float:
    if query.kind is Kind.TIME:
        return 1.0 if _DATE.search(best.evidence.text) else _NONE_AT_ALL
    if query.kind is not Kind.FIGURE:
        title = _OFFICE.search(query.text)
        return _NONE_AT_ALL if title and title[0] not in passage else _NEUTRAL
    if not find_quantities(best.evidence.text):
        return _NONE_AT_ALL
    fitting = not query.unit or any(fits(query.unit, quantity) for quantity in find_quantities(best.short or ""))
    return float(best.short is not None and fitting and _noun(query, passage) > 0)


def _noun(query: Query, passage: str) -> float:
    """Tell whether what is counted or named stands in the passage; the word itself or its last character."""
    nouns = [word for word in words(query.noun) if not is_stop_word(word)]
    if not nouns or nouns[0] in _ANY_NOUN:
        return _NEUTRAL
    return float(any(noun in passage for noun in nouns[:2]))


def _other_figure(query: Query, passage: str) -> float:
    if query.kind not in (Kind.FIGURE, Kind.LIST, Kind.PLACE, Kind.NAME):
        return 0.0
    named = {figure for quantity in find_quantities(query.text) for figure in figures(quantity.text)}
    return float(bool(named) and not named & set(figures(passage)))


def _foreign(query: Query, passage: str, everyday: Sequence[str]) -> float:
    there = set(passage)
    strange = [word for word in query.words if not any(word in known for known in everyday)]
    return sum(len(set(word) - there) / len(set(word)) for word in strange) / len(query.words)


def _coverage(query: Query, extracts: Sequence[Extract]) -> float:
    """Return the best coverage; what stands there in official words counts in proportion to the words it stands for."""
    return max(
        e.coverage
        + (1 - e.coverage) * sum(any(w in k for k in e.evidence.everyday) for w in query.words) / len(query.words)
        for e in extracts
    )
