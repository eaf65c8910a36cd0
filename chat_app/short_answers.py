"""The short answer: the span of a quotation that is the figure, the date, the name or the list asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chat_app.lists import find_enumerations, items_asked
from chat_app.names import name_asked
from chat_app.questions import Query
from chat_app.spans import figure_asked
from chat_app.wording import Kind
from indexer.lexicon import normalise

_SEVERAL = re.compile(r"哪些|哪几|哪[两三四五六七八九十]|有啥|有什么|分别|名单|都有谁|分布|哪里|哪儿|which")
_OPEN = re.compile(
    r"打算|计划(?!的)|怎么|怎样|如何|为什么|为啥|为何|咋|(?:做|干|搞)了?些?(?:什么|啥)(?![一-鿿])"
    r"|(?:什么|啥|哪些)[一-鿿]{0,4}(?:做法|措施|举措|动作|安排|事$|情况)"
)
"""Questions that no span answers, only a clause."""
_NAMES = re.compile(r"什么|啥|谁|哪|还是|who|which|where")
_CHOICE = re.compile(r"还是|或是|或者")
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
    if query.kind is Kind.TOPIC and not _CHOICE.search(query.text):
        listed = None if query.unit else _listed(query, quote)
        return listed or figure_asked(query, quote, weights) or name_asked(query.text, quote)
    if _OPEN.search(query.text):
        return None
    if _SEVERAL.search(query.text) and query.kind in (Kind.LIST, Kind.PLACE, Kind.NAME):
        return _listed(query, quote) or (None if query.kind is Kind.LIST else name_asked(query.text, quote))
    if query.kind in (Kind.PLACE, Kind.NAME, Kind.LIST, Kind.EXPLAIN, Kind.TOPIC) and _NAMES.search(query.text):
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
