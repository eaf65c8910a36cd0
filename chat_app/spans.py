"""The span of a quotation that answers: the figure, the date, the name or the list asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from chat_app.clauses import split_clauses
from chat_app.lists import find_enumerations, items_asked
from chat_app.names import name_asked
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
_CONDITION = 0.6
"""What a figure gains by standing behind the one that the question names."""
_NOUN_LENGTH = 14
"""Characters behind a figure that may name what it counts (8个村的金意安埋点)."""


_SEVERAL = re.compile(r"哪些|哪几|哪[两三四五六七八九十]|有啥|有什么|分别|名单|都有谁|分布|哪里|哪儿|which")
_OPEN = re.compile(
    r"打算|计划(?!的)|怎么|怎样|如何|为什么|为啥|为何|咋|(?:做|干|搞)了?些?(?:什么|啥)(?![一-鿿])"
    r"|(?:什么|啥|哪些)[一-鿿]{0,4}(?:做法|措施|举措|动作|安排|事$|情况)"
)
"""Questions that no span answers, only a clause."""
_NAMES = re.compile(r"什么|啥|谁|哪|还是|who|which|where")
_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|初|[上中下]旬|份)?|\d{4}年(?:[上下]半年|底|初|[一二三四]季度)?|[上下]半年|年底前?|年内|“[一-鿿]{2,3}五”(?:时期|期间|末)?"
)
_LASTED = re.compile(r"\d+(?:\.\d+)?个?多?(?:小时|天|日|周|月|年|分钟)")


def short_answer(query: Query, quote: str, weights: Mapping[str, float]) -> str | None:
    """Return the span of ``quote`` that answers ``query``: a figure, a date, a name, or items joined by 、.

    None where the question wants more than a span, or where no span is sure enough.
    """
    if query.kind is Kind.FIGURE:
        return figure_asked(query, quote, weights)
    if query.kind is Kind.TIME:
        return time_asked(query.text, quote)
    if query.kind is Kind.TOPIC:
        return figure_asked(query, quote, weights) or _listed(query, quote) or name_asked(query.text, quote)
    if _OPEN.search(query.text):
        return None
    if _SEVERAL.search(query.text) and query.kind in (Kind.LIST, Kind.PLACE, Kind.NAME):
        return _listed(query, quote) or (None if query.kind is Kind.LIST else name_asked(query.text, quote))
    if query.kind in (Kind.PLACE, Kind.NAME, Kind.LIST, Kind.EXPLAIN) and _NAMES.search(query.text):
        return name_asked(query.text, quote)
    return None


def time_asked(question: str, quote: str) -> str | None:
    """Return the date in ``quote``, or how long it took where ``question`` asks that; None where there is none."""
    pattern = _LASTED if re.search(r"多久|多长时间|几天|几个月", question) else _DATE
    found = pattern.search(quote)
    return found[0] if found else None


def _listed(query: Query, quote: str) -> str | None:
    """Return the items of the list asked for, joined by 、; a bare keyword asks for one that it is the head of."""
    asked = normalise(query.text)
    if query.kind is Kind.TOPIC and not any(_named(asked, found.head) for found in find_enumerations(quote)):
        return None
    items = items_asked(query.text, quote)
    return "、".join(items) if items else None


def list_note(query: Query, quote: str) -> str:
    """Return what to say where the report counts more than the short answer lists (等7项), else ``""``."""
    if not _SEVERAL.search(query.text) or query.kind not in (Kind.LIST, Kind.PLACE, Kind.NAME):
        return ""
    items = items_asked(query.text, quote)
    found = next((e for e in find_enumerations(quote) if e.items == items and e.count), None)
    if not found or not found.count or found.count <= len(items):
        return ""
    return f"报告里说共{found.count}{found.unit}，点名的是其中{len(items)}{found.unit}。"


def _named(asked: str, head: str) -> bool:
    """Tell whether three characters running of ``asked``, or all of it, stand in what a list is of."""
    head = normalise(head)[:12]
    return any(asked[i : i + 3] in head for i in range(max(1, len(asked) - 2)))


def figure_asked(query: Query, quote: str, weights: Mapping[str, float]) -> str | None:
    """Return the figure of ``quote`` that answers ``query``, verbatim; None where none is asked for or several may be.

    A figure is judged by its unit, and by the words that name what it counts: those behind it where it goes on
    (8个村的…), else those before it (村数达33个). ``weights`` are the idf of the question's tokens.
    """
    asked = set(figures(query.text))
    named = {quantity.value for quantity in find_quantities(query.text)}
    everything = list(find_quantities(quote))
    found = [q for q in everything if not asked.issuperset(figures(q.text) or [""]) and q.value not in named]
    if not found or query.kind not in (Kind.FIGURE, Kind.TOPIC):
        return None
    if query.kind is Kind.TOPIC:
        meant = [quantity for quantity in found if fits(query.unit, quantity)] or found
        return meant[0].text if len(meant) == 1 else None
    if query.unit and not any(fits(query.unit, quantity) for quantity in found):
        found = [q for q in found if q.unit and q.unit not in _MEASURED and query.unit not in _MEASURED]
        if not found:
            return None
    if respective := _respective(query, quote, found):
        return respective.text
    merits = [
        _merit(query, quote, found, i, weights) + _CONDITION * _under(named, quote, everything, found[i])
        for i in range(len(found))
    ]
    return found[merits.index(max(merits))].text


def _under(named: set[Decimal], quote: str, everything: list[Quantity], figure: Quantity) -> bool:
    """Tell whether ``figure`` is said of what the question names by a figure (100万元以上村数达20个)."""
    before = [quantity for quantity in everything if quantity.end <= figure.start]
    return (
        bool(before) and before[-1].value in named and not re.search(r"[,，;；]", quote[before[-1].end : figure.start])
    )


def _respective(query: Query, quote: str, found: list[Quantity]) -> Quantity | None:
    """Return the figure of the one thing asked about where several things and figures are told apart by 分别."""
    for listed in find_enumerations(quote):
        at = quote.find("分别", listed.start)
        figures_of = [quantity for quantity in found if quantity.start >= at]
        asked = [i for i, item in enumerate(listed.items) if item in query.text or item[:2] in query.text]
        if at >= 0 and len(figures_of) == len(listed.items) and len(asked) == 1:
            return figures_of[asked[0]]
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
