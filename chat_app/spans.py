"""Which figure of a quotation is the one asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import fsum

from chat_app.clauses import split_clauses
from chat_app.quantities import Quantity, figures, find_quantities
from chat_app.questions import Query
from chat_app.runs import tokens_of
from chat_app.wording import Kind

_BREAK = re.compile(r"[，,；;。、以及和]")
_SAME = (
    frozenset({"起", "件", "宗", "项", "例", "桩"}),
    frozenset({"户", "家", "大户"}),
    frozenset({"处", "座", "所", "栋", "幢", "宗"}),
    frozenset({"人", "名", "位", "人次"}),
    frozenset({"场", "场次", "次", "回", "届"}),
    frozenset({"条", "块", "根", "面", "张"}),
    frozenset({"支", "组", "队", "班"}),
    frozenset({"份", "本", "册", "张"}),
    frozenset({"平方米", "㎡"}),
    frozenset({"%", "成"}),
)
"""Measure words that stand for each other in questions."""
_OTHERS = {unit: frozenset().union(*(group for group in _SAME if unit in group)) for group in _SAME for unit in group}
"""For each of them, those that it may stand for."""
_MEASURED = frozenset(
    (
        "%",
        "元",
        "亩",
        "米",
        "公里",
        "平方米",
        "㎡",
        "平方公里",
        "吨",
        "斤",
        "公斤",
        "天",
        "小时",
        "分钟",
        "分",
        "年",
        "岁",
        "倍",
        "成",
        "度",
    )
)
"""Units of what is measured, not counted."""
_BESIDE = re.compile(r"、|和|与|及")
_TO = re.compile(r"\s*[-－—~～至到]+\s*")
_FROM = re.compile(r"(?<![\d.])\d+(?:\.\d+)?\s*[-－—~～至]+\s*$")
_BEGAN = re.compile(r"[由从](?:[^,，;；\d]{0,6}|\d{4}年的?)$")
_ASKED_CHANGE = re.compile(
    r"(?:(?P<up>增加|增长|涨|提高|上升|多)|(?P<down>减少|下降|降低|缩短|压减|跌|降|减|少))(?:了|掉|出)?(?:多少|[几多])(?!的)"
)
_CHANGE = re.compile(
    r"(?:(?P<up>增加|增长|上涨|提高|上升|多)|(?P<down>减少|下降|降低|缩短|压减|回落|少))了?[约近超过]{0,2}$"
)
"""A rise or a fall asked about, and one told by the figure behind it."""
_CHANGED = 0.5
"""What a figure gains for being the change asked about (比十年前减少4100余人), and no state."""
_BEFORE_IT = 0.5
"""What a figure loses for being the one that things came from (由10.2%下降到3.1%)."""
_CLEARLY = 0.15
"""How much better than the next a figure must be to be the one that a bare keyword means."""
_CONDITION = 0.6
"""What a figure gains by standing behind the one that the question names."""
_NOUN_LENGTH = 14
"""Characters behind a figure that may name what it counts (8个村的金意安埋点)."""


def figure_asked(query: Query, quote: str, weights: Mapping[str, float]) -> str | None:
    """Return the figure of ``quote`` that answers ``query``, verbatim; None where none is asked for or several may be.

    A figure is judged by its unit, and by the words that name what it counts: those behind it where it goes on
    (8个村的…), else those before it (村数达33个). ``weights`` are the idf of the question's tokens.
    """
    asked = set(figures(query.text))
    named = {quantity.value for quantity in find_quantities(query.text)}
    everything = find_quantities(quote)
    found = [q for q in everything if not asked.issuperset(figures(q.text) or [""]) and q.value not in named]
    if not found or query.kind not in (Kind.FIGURE, Kind.TOPIC):
        return None
    if query.kind is Kind.TOPIC:
        return _meant(query, quote, found, weights)
    if query.unit and not any(fits(query.unit, quantity) for quantity in found):
        found = [q for q in found if q.unit and q.unit not in _MEASURED and query.unit not in _MEASURED]
        if not found:
            return None
    if respective := _respective(query, quote, found):
        return _range(quote, respective)
    merits = [
        _merit(query, quote, found, i, weights) + _CONDITION * _under(named, quote, everything, found[i])
        for i in range(len(found))
    ]
    return _range(quote, found[merits.index(max(merits))])


def _meant(query: Query, quote: str, found: list[Quantity], weights: Mapping[str, float]) -> str | None:
    """Return the figure that a bare keyword means: the only one of its unit, or clearly the best; None else."""
    ranked = sorted(
        ((_merit(query, quote, found, i, weights), q) for i, q in enumerate(found)),
        key=lambda ranked: (-fits(query.unit, ranked[1]), -ranked[0], ranked[1].start),
    )
    (best, figure), *others = ranked
    rivals = [merit for merit, q in others if fits(query.unit, q) == fits(query.unit, figure)]
    return _range(quote, figure) if not rivals or best - rivals[0] >= _CLEARLY else None


def _under(named: set[Decimal], quote: str, everything: Sequence[Quantity], figure: Quantity) -> bool:
    """Tell whether ``figure`` is said of what the question names by a figure (100万元以上村数达20个)."""
    before = [quantity for quantity in everything if quantity.end <= figure.start]
    if not before or before[-1].value not in named:
        return False
    return not re.search(r"[,，;；]", quote[before[-1].end : figure.start])


def _range(quote: str, figure: Quantity) -> str:
    """Return ``figure`` as it is written, with the other end of the range it is one of (6.5%－7%)."""
    start, end = figure.start, figure.end
    if led := _FROM.search(quote[:start]):
        start = led.start()
    follows = _TO.match(quote, end)
    beyond = next((q for q in find_quantities(quote[follows.end() :]) if not q.start), None) if follows else None
    if follows and beyond and beyond.unit == figure.unit and quote[max(0, start - 1) : start] not in "由从":
        end = follows.end() + beyond.end
    return quote[start:end]


def _respective(query: Query, quote: str, found: list[Quantity]) -> Quantity | None:
    """Return the figure of the one thing asked about where several things and figures are told apart by 分别."""
    asked = set(pairwise(query.text))
    for clause in split_clauses(quote):
        at = quote.find("分别", clause.start, clause.end)
        names = [set(pairwise(name)) for name in _BESIDE.split(quote[clause.start : at])] if at >= 0 else []
        behind = [q for q in found if at <= q.start < clause.end]
        shares = [len(name & asked) / max(len(name), 1) for name in names]
        if len(names) > 1 and len(names) == len(behind) and shares.count(max(shares)) == 1:
            return behind[shares.index(max(shares))]
    return None


def fits(unit: str, quantity: Quantity) -> bool:
    """Tell whether a quantity answers a question for ``unit``.

    People ask 多少起 where a report counts 宗, and 几个 for anything that is counted; a sum of money may leave 元 out
    (投资5028万).
    """
    if unit == "元":
        return quantity.unit == "元" or quantity.unit.endswith("钱") or (not quantity.unit and quantity.value >= 10_000)
    if not unit or not quantity.unit:
        return False
    if unit == quantity.unit.removesuffix("钱") or quantity.unit.endswith(unit):
        return True
    if unit == "个":
        return quantity.unit not in _MEASURED
    return quantity.unit in _OTHERS.get(unit, ())


def _merit(query: Query, quote: str, found: list[Quantity], i: int, weights: Mapping[str, float]) -> float:
    total = sum(weight for token, weight in weights.items() if token in query.focus) or 1.0
    behind, before = _surroundings(quote, found, i)
    merit = 1.0 if fits(query.unit, found[i]) else 0.0
    if _BEGAN.search(before) and not re.search(r"原来|以前|之前|从多少|由多少", query.text):
        merit -= _BEFORE_IT
    asked, told = _ASKED_CHANGE.search(query.text), _CHANGE.search(before)
    if asked and told and bool(asked["up"]) == bool(told["up"]):
        merit += _CHANGED
    if query.noun and behind.startswith(query.noun[:1]) and query.unit != "元":
        merit += 0.3
    for text, share in ((behind, 1.0), (before, 0.5 if behind else 1.0), (_subject(quote, found[i].start), 0.5)):
        tokens = tokens_of(text) & query.focus
        merit += share * fsum(weights.get(token, 0.0) for token in tokens) / total
    return merit


def _subject(quote: str, at: int) -> str:
    """Return the clause that says what the figure at ``at`` is about: its own, or the one that it leans on."""
    held = [clause for clause in split_clauses(quote) if clause.start <= at]
    subjects = [clause for clause in held if not clause.leans(quote)] or held
    return quote[subjects[-1].start : subjects[-1].end] if subjects else ""


def _surroundings(quote: str, found: list[Quantity], i: int) -> tuple[str, str]:
    """Return the text right behind figure ``i``, up to the next break or figure, and the text before it."""
    start = found[i - 1].end if i else 0
    end = found[i + 1].start if i + 1 < len(found) else len(quote)
    behind = _BREAK.split(quote[found[i].end : min(end, found[i].end + _NOUN_LENGTH)])[0]
    return behind, quote[start : found[i].start]
