"""The names that a question says, held against the passage that speaks of the matter, and what is said to be undone.

A name is put right that the passage does not have where it has another of the kind, that it says something else of, or
that it lacks in a list; so is done for not done, and another rank than the passage has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from chat_app import contrasts
from chat_app.claims import asks_what, asks_whether, segments
from chat_app.contrasts import Contrast
from chat_app.findings import Part, plain, read_parts
from chat_app.kinds_of_name import other_of_kind
from chat_app.lists import find_enumerations
from chat_app.oppositions import other_agent
from chat_app.premises import Premise
from chat_app.questions import Query
from chat_app.wording import Kind, is_stop_word
from indexer.corpus import Scope
from indexer.lexicon import word_class, words

_BODY = re.compile(
    r"[一-鿿](?:师大|大学|学院|科院|研究院|医院|书店|银行|邮局|公司|集团|[浙北清武南]大|局|[省市县])$|^[浙北清武南]大$"
)
_NAME = 4
"""Characters from which the first or the last item of a list in running text holds more than a name."""
_CHOICE = re.compile(r"哪|谁|还是")
_LOOSE = re.compile(r"[的里这那些等了]")
"""What no name in a list has."""
_PARTICLES = "吗吧呢啊呀啦么?"
_SAID_OF = 2
"""Words of the question that a clause without the name asked about must have, to be what is said of others."""
_NAME_LENGTH = 8
_RUN = 4
"""Characters running from which a segment and a passage speak of one thing."""
_QUOTED = re.compile(r"“([^”]{2,12})”")
_AND = re.compile(r"(?<=[一-鿿]{2})[和与及跟](?=[一-鿿]{2})")
_OF_NAMES = re.compile(r"村|社区|企业|公司|小区|街道|家|个")
_SUFFIXED = re.compile(r"(?<=[、，。在由和与,;；])([一-鿿]{2,3})(?=村(?!级|民)|社区|集团|公司|国际|镇)")
_NO_NAME = re.compile(
    r"[一二两三四五六七八九十百0-9的了级各等全每]|农$|新型|乡村|城市|企业|项目|建设|服务|重点|行政|自然|^以|^整合"
)


def other_name(query: Query, best: Part, names: frozenset[str]) -> Premise | None:
    """Find a name that the question says and the passage does not have, where it has another in its place.

    ``names`` are those of the report. Only what is said counts: a name in the part that asks (潜村的收入是多少) is what
    is asked about.
    """
    whether, overview = asks_whether(query.text), query.kind is Kind.OVERVIEW
    if whether and (premise := _of_another(query, best, names)):
        return premise
    passage = plain(" ".join((*best.evidence.path, best.evidence.text)))
    theirs = [name for name in _names(best.context, names) if not _mentions(query.text, name)]
    for segment in segments(query.text):
        if asks_what(segment) and not whether:
            continue
        if (whether or not (overview or _CHOICE.search(segment))) and (missing := _unlisted(segment, passage)):
            return Premise(best, Contrast(missing, ""))
        mine = [name for name in _names(segment, names) if not _mentions(passage, name)]
        mine = [name for name in mine if name in names] if overview else mine  # who asks is no part of the matter
        theirs = [name for name in theirs if mine and bool(_BODY.search(name)) == bool(_BODY.search(mine[0]))]
        found = Contrast(mine[0], theirs[0]) if mine and theirs else None
        found = found or other_of_kind(segment, best.context, passage) or other_agent(segment, best.context)
        if found and _shares(segment.replace(found.asked, " "), passage, names):
            return Premise(best, found)
    return None


def unknown_name(query: Query, best: Part, names: frozenset[str], text: str) -> Premise | None:
    """Find a term in quotation marks that the question says of the matter and the whole ``text`` does not have."""
    passage = plain(" ".join((*best.evidence.path, best.evidence.text)))
    for segment in segments(query.text):
        if asks_what(segment) and not asks_whether(query.text):
            continue
        for term in _QUOTED.findall(segment):
            strange = term not in text and not set(term) <= set(passage)  # 创建成功 is there as 成功创建
            if strange and _shares(segment.replace(term, " "), passage, names):
                return Premise(best, Contrast(term, ""))
    return None


def _of_another(query: Query, best: Part, names: frozenset[str]) -> Premise | None:
    """Find a name of which the passage says something else than is asked, where others stand in its place.

    柏树坳村、清水塘村创成示范村，上坪村获评提名: 上坪村 is not one of those that 创成示范村 is said of.
    """
    asked = [name for name in _names(query.text, names) if _mentions(plain(best.evidence.text), name)]
    if len(asked) != 1:
        return None
    words_left = [w for w in query.words if len(w) > 1 and w not in asked[0] and asked[0] not in w]
    parts = read_parts([best.evidence])
    scored = [(sum(word in part.text for word in words_left), part) for part in parts]
    most, part = max(scored, key=lambda item: item[0])
    beside = max((score for score, other in scored if _mentions(other.context, asked[0])), default=0)
    others = [name for name in _names(part.text, names) if not _mentions(query.text, name)]
    if most < _SAID_OF or beside >= most or _mentions(part.context, asked[0]) or not others:
        return None
    longest = [name for name in others if not any(name != other and name in other for other in others)]
    return Premise(part, Contrast(asked[0], "、".join(longest)))


def _shares(segment: str, passage: str, names: frozenset[str]) -> bool:
    """Tell whether ``segment`` speaks of what the passage does: two words, a longer run or a name stand in both."""
    said = [word for word in words(segment) if len(word) > 1 and not is_stop_word(word)]
    there = [word for word in said if word in passage]
    runs = any(segment[i : i + _RUN] in passage for i in range(len(segment) - _RUN + 1))
    named = any(name in segment and name in passage for name in (*names, *_QUOTED.findall(segment)))
    return len(there) >= min(2, len(said)) > 0 or any(len(word) > 2 for word in there) or runs or named


def _unlisted(segment: str, passage: str) -> str:
    """Return an item of a list in ``segment`` that the passage lacks, where it has another item of that list."""
    lists: list[Sequence[str]] = [found.items for found in find_enumerations(segment)]
    lists = lists or [segment.split("、")]
    for items in lists:
        names = _trimmed(items) if len(items) > 1 else []
        missing = [name for name in names if not any(name[i : i + 2] in passage for i in range(len(name) - 1))]
        if missing and len(missing) < len(names) and not _LOOSE.search(missing[-1]) and not asks_what(missing[-1]):
            return missing[-1] if 1 < len(missing[-1]) <= _NAME_LENGTH else ""
    return ""


def _trimmed(items: Sequence[str]) -> list[str]:
    """Return the items of a list in running text, the first and the last without what they are joined to."""
    *first, last = (item.rstrip(_PARTICLES) for item in items)
    names = [*first, *filter(None, _AND.split(last))] if first else [last]
    if len(names[0]) > _NAME:
        names[0] = words(names[0])[-1]
    if len(names[-1]) > _NAME:
        names[-1] = words(names[-1])[0]
    return names


def _names(text: str, names: frozenset[str]) -> list[str]:
    """Return the names in ``text``: those of the report, and words that end like the name of a body or a place."""
    known = sorted((name for name in names if name in text), key=lambda name: (text.find(name), name))
    bodies = [word for word in words(text) if _BODY.search(word) and not is_stop_word(word)]
    return [*known, *(word for word in bodies if not any(word in name or name in word for name in known))]


def _mentions(text: str, name: str) -> bool:
    return name in text or (len(name) > 2 and name[:2] in text)


@lru_cache(maxsize=64)
def names_of(text: str, own: str = "") -> frozenset[str]:
    """Return the names of villages, firms and the like in the normalised ``text`` of a report, its ``own`` left out."""
    listed = (
        item.strip('“”"')
        for found in find_enumerations(text)
        if _OF_NAMES.search(found.head[:14])
        for item in found.items
    )
    suffixed = (found[1] for found in _SUFFIXED.finditer(text))
    names = (name for name in (*listed, *suffixed) if 2 <= len(name) <= 4 and name not in own)
    return frozenset(name for name in names if not _NO_NAME.search(name) and word_class(name) != "v")


def other_polarity(query: Query, best: Part) -> Premise | None:
    """Find undone said of what is done, or another rank than the passage has."""
    whether = asks_whether(query.text)
    for segment in segments(query.text):
        asking = asks_what(segment) and not whether
        undone = best.evidence.period.scope is not Scope.PLANNED or not asking
        if undone and (contrast := contrasts.other_outcome(segment, best.text)):
            return Premise(best, contrast)
        named = asking and query.kind in (Kind.LIST, Kind.NAME, Kind.OVERVIEW)  # 国家级的有哪些 takes none for granted
        if not named and (contrast := contrasts.other_rank(segment, plain(best.evidence.text))):
            return Premise(best, contrast)
    return None
