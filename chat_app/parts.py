"""The parts of a question that asks for several things: 十无村和十有村各几个, 去年做了什么,今年有什么打算."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from chat_app.questions import Query
from chat_app.wording import kind_of, scope_of, unit_of, without_asking
from indexer.lexicon import tokenize

MOST = 4
"""Parts that are answered."""
_ALONE = 2
"""Tokens of two characters or more with which a part says what it is about without the others."""
_ASK = re.compile(r"多少|几|哪|什么|啥|谁|怎么|怎样|如何|为何|咋|(?:个|户|人|村|家|件|次)数|各是")
_CUT = re.compile(r"[,，;；?？。!！]|还有(?!哪|什么|啥|多少)|以及")
_JOINED = re.compile(r"(?P<items>.+?(?:、|和|与|跟|及).+?)(?:各|分别|两者|[,，]?(?:哪|谁)|[三两四]个|一并|一起)")
_JOINT = re.compile(r"、|和|与|跟|及")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\D)")
_CHOICE = re.compile(r"还是|或是|或者")


@lru_cache(maxsize=256)  # evidence is found for the parts of a question, then read for them
def parts_of(query: Query) -> tuple[Query, ...]:
    """Return the parts of ``query``, each a query of its own; none where it asks for one thing.

    A part keeps the topic of the whole: its own words weigh more (``focus``), those of the other parts are left out
    where things are named side by side (A和B各…).
    """
    for found in (_by_year(query), _by_item(query), _by_question(query)):
        if len(found) > 1:
            return tuple(found[:MOST])
    return ()


def _by_year(query: Query) -> list[Query]:
    """Return a part for each year named, its scope that of the words around it."""
    years = list(dict.fromkeys(int(year) for year in _YEAR.findall(query.text)))
    if len(years) < 2:
        return []
    segments = _CUT.split(query.text)
    parts = []
    for year in years:
        own = next((s for s in segments if str(year) in s), query.text)
        alone = own if len(_YEAR.findall(own)) == 1 else query.text
        scope = scope_of(alone) if alone is own else None
        unit = unit_of(alone) or query.unit
        parts.append(replace(query, year=year, both=False, scope=scope, unit=unit))
    return parts


def _by_question(query: Query) -> list[Query]:
    """Return a part for each segment that asks; what stands before the first that does goes with all of them."""
    segments = [s for s in _CUT.split(query.text) if s.strip()]
    asking = [s for s in segments if _ASK.search(s) and not _CHOICE.search(s)]
    if len(asking) < 2:
        return []
    tokens = [_content(segment) for segment in asking]
    if all(sum(len(token) > 1 for token in own & set(query.tokens)) >= _ALONE for own in tokens):
        return [_part(query, asking[i], _of_others(tokens, i), content=asking[i]) for i in range(len(asking))]
    return [_part(query, segment, frozenset()) for segment in asking]


def _by_item(query: Query) -> list[Query]:
    """Return a part for each thing named side by side (书屋录入和金意安埋点,哪样…)."""
    found = _JOINED.search(query.text)
    if not found:
        return []
    items = [item for item in _JOINT.split(found["items"]) if len(item.strip()) > 1]
    tokens = [_content(item) for item in items]
    if not all(own & set(query.tokens) for own in tokens):
        return []
    rest = re.sub(r"分别|各自?", "", query.text[found.end("items") :])
    alone = [query.text[: found.start("items")] + item + rest for item in items]
    return [_part(query, alone[i], _of_others(tokens, i), focus=tokens[i], content=items[i]) for i in range(len(items))]


def _of_others(tokens: Sequence[frozenset[str]], i: int) -> frozenset[str]:
    """Return the tokens of the other parts that part ``i`` does not share."""
    return frozenset[str]().union(*tokens[:i], *tokens[i + 1 :]) - tokens[i]


def _part(
    query: Query, text: str, without: frozenset[str], focus: frozenset[str] = frozenset(), content: str = ""
) -> Query:
    own = focus or _content(text) & frozenset(query.tokens)
    kind = kind_of(text)
    return replace(
        query,
        text=text,
        content=content or query.content,
        tokens=tuple(token for token in query.tokens if token not in without),
        focus=own or query.focus,
        kind=kind,
        unit=unit_of(text),
        scope=scope_of(text) or query.scope,
        both=False,
    )


def _content(text: str) -> frozenset[str]:
    return frozenset(token for run in _runs(text) for token in tokenize(run))


def _runs(text: str) -> Iterator[str]:
    yield from re.split(r"[^\w.%]+", without_asking(text))
