"""Which figure of a quotation is the one asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chat_app.clauses import split_clauses
from chat_app.quantities import Quantity, figures, find_quantities
from chat_app.questions import Query
from chat_app.wording import Kind
from indexer.lexicon import normalise, tokenize

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
)
"""Measure words that stand for each other in questions."""
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
_NOUN_LENGTH = 14
"""Characters behind a figure that may name what it counts (8个村的金意安埋点)."""


def figure_asked(query: Query, quote: str, weights: Mapping[str, float]) -> str | None:
    """Return the figure of ``quote`` that answers ``query``, verbatim; None where none is asked for or several may be.

    A figure is judged by its unit, and by the words that name what it counts: those behind it where it goes on
    (8个村的…), else those before it (村数达33个). ``weights`` are the idf of the question's tokens.
    """
    asked = set(figures(query.text))
    found = [quantity for quantity in find_quantities(quote) if not asked.issuperset(figures(quantity.text) or [""])]
    if not found or query.kind not in (Kind.FIGURE, Kind.TOPIC):
        return None
    if query.kind is Kind.TOPIC:
        return found[0].text if len(found) == 1 else None
    if query.unit and not any(fits(query.unit, quantity) for quantity in found):
        return None
    merits = [_merit(query, quote, found, i, weights) for i in range(len(found))]
    return found[merits.index(max(merits))].text


def fits(unit: str, quantity: Quantity) -> bool:
    """Tell whether a quantity answers a question for ``unit``.

    People ask 多少起 where a report counts 宗, and 几个 for anything that is counted; a sum of money may leave 元 out
    (投资5028万).
    """
    if unit == "元":
        return quantity.unit == "元" or (not quantity.unit and quantity.value >= 10_000)
    if not unit or not quantity.unit:
        return False
    if unit == quantity.unit or quantity.unit.endswith(unit):
        return True
    if unit == "个":
        return quantity.unit not in _MEASURED
    return any(unit in group and quantity.unit in group for group in _SAME)


def _merit(query: Query, quote: str, found: list[Quantity], i: int, weights: Mapping[str, float]) -> float:
    total = sum(weight for token, weight in weights.items() if token in query.focus) or 1.0
    behind, before = _surroundings(quote, found, i)
    merit = 1.0 if fits(query.unit, found[i]) else 0.0
    if query.noun and behind.startswith(query.noun[:1]) and query.unit != "元":
        merit += 0.3
    for text, share in ((behind, 1.0), (before, 0.5 if behind else 1.0), (_subject(quote, found[i].start), 0.5)):
        tokens = frozenset(tokenize(normalise(text))) & query.focus
        merit += share * sum(weights.get(token, 0.0) for token in tokens) / total
    return merit


def _subject(quote: str, at: int) -> str:
    """Return the clause that says what the figure at ``at`` is about: its own, or the one that it leans on."""
    held = [clause for clause in split_clauses(quote, 0, len(quote)) if clause.start <= at]
    subjects = [clause for clause in held if not clause.leans(quote)] or held
    return quote[subjects[-1].start : subjects[-1].end] if subjects else ""


def _surroundings(quote: str, found: list[Quantity], i: int) -> tuple[str, str]:
    """Return the text right behind figure ``i``, up to the next break or figure, and the text before it."""
    start = found[i - 1].end if i else 0
    end = found[i + 1].start if i + 1 < len(found) else len(quote)
    behind = _BREAK.split(quote[found[i].end : min(end, found[i].end + _NOUN_LENGTH)])[0]
    return behind, quote[start : found[i].start]
