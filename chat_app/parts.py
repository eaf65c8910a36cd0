"""The parts of a question that asks for several things: 十无村和十有村各几个, 去年做了什么,今年有什么打算."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from chat_app.questions import Query
from chat_app.wording import kind_of, scope_of, unit_of, without_asking
from indexer.corpus import Scope
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
_AIM = re.compile(r"目标|任务|计划|预期|打算|要求|安排")
_OUTCOME = re.compile(r"实际|干成|做成|办成|完成|结果|少了|多了|落实了")
_NEXT = re.compile(r"往后|接下来|下一步|今后|以后|后头|新一年|下步")
_SO_FAR = re.compile(r"了没|了吗|去年|过去|以前|先前|之前|到现在|如今|目前|已经|做了|花了|修了|做得")
_TWO = 2


@lru_cache(maxsize=256)  # evidence is found for the parts of a question, then read for them
def parts_of(query: Query) -> tuple[Query, ...]:
    """Return the parts of ``query``, each a query of its own; none where it asks for one thing.

    A part keeps the topic of the whole: its own words weigh more (``focus``), those of the other parts are left out
    where things are named side by side (A和B各…).
    """
    for found in (_by_year(query), _by_time(query), _by_item(query), _by_question(query)):
        if len(found) > 1:
            return tuple(found[:MOST])
    return ()


def _by_year(query: Query) -> list[Query]:
    """Return a part for each year named, its scope that of the words around it."""
    years = _years_named(query)
    if len(years) < 2:
        return []
    segments = [s for s in _CUT.split(query.text) if s.strip()]
    own = {year: next((s for s in segments if name in s), query.text) for year, name in years.items()}
    apart = len(set(own.values())) == len(own)
    parts = []
    for year in years:
        alone = own[year] if sum(name in own[year] for name in years.values()) == 1 else query.text
        scope = _scope_told(alone) if apart else None
        parts.append(replace(query, year=year, both=False, scope=scope, unit=unit_of(alone) or query.unit))
    return parts


def _years_named(query: Query) -> dict[int, str]:
    """Return the years that ``query`` names, each with the words it does it by."""
    years = {int(year): year for year in _YEAR.findall(query.text)}
    last, this = re.search("[去上]年|过去一年", query.text), re.search("[今明]年", query.text)
    if last and this and len(query.years) == _TWO:
        years |= {year: found[0] for year, found in zip(query.years, (last, this), strict=True) if year not in years}
    return years


def _scope_told(text: str) -> Scope | None:
    """Return done or planned as a part says it, by its nouns as well (2013年实际, 2014年的任务)."""
    planned, done = bool(_AIM.search(text)), bool(_OUTCOME.search(text))
    return scope_of(text) if planned == done else (Scope.PLANNED if planned else Scope.DONE)


def _by_time(query: Query) -> list[Query]:
    """Return a part for what was done and one for what comes next (修了没? 往后还有啥规划?)."""
    segments = [s for s in _CUT.split(query.text) if s.strip()]
    ahead = [s for s in segments if _NEXT.search(s) and not _SO_FAR.search(s)]
    so_far = [s for s in segments if _SO_FAR.search(s) and not _NEXT.search(s)]
    if len(ahead) != 1 or not so_far or query.both:
        return []
    done, plan = _part(query, so_far[-1], frozenset()), _part(query, ahead[0], frozenset())
    return [replace(done, scope=Scope.DONE), replace(plan, scope=Scope.PLANNED)]


def _by_question(query: Query) -> list[Query]:
    """Return a part for each segment that asks; what stands before the first that does goes with all of them.

    What says little by itself (是哪几个村) goes with the segment before it.
    """
    segments = [s for s in _CUT.split(query.text) if s.strip()]
    asking = [s for s in segments if _ASK.search(s) and not _CHOICE.search(s)]
    if len(asking) < 2:
        return []
    tokens = [_content(segment) for segment in asking]
    alone = [sum(len(token) > 1 for token in own & set(query.tokens)) >= _ALONE for own in tokens]
    if not any(alone[1:]):
        return [_part(query, segment, frozenset()) for segment in asking]
    together = [_led_by(i, alone, tokens) for i in range(len(asking))]
    return [
        _part(query, asking[i], _of_others(together, i), content=asking[i] if alone[i] else "")
        for i in range(len(asking))
    ]


def _led_by(i: int, alone: Sequence[bool], tokens: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the tokens of segment ``i`` with those of the one that it goes on with."""
    first = i if alone[i] else next((j for j in range(i - 1, -1, -1) if alone[j]), i)
    return frozenset[str]().union(*tokens[first : i + 1])


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
