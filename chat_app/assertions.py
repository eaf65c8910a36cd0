"""What a question says before it asks, held against the passage that speaks of the same matter.

Three ways of saying something else than the report, beyond those of ``chat_app.premises``: a figure (the question is
put again with 多少 in its place, and the figure that answers compared), a name that the passage does not have where it
has another, and done for not done or the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chat_app import contrasts
from chat_app.claims import Claim, agrees, asks_what, asks_whether, asserted_figures, in_percent, segments
from chat_app.contrasts import Contrast
from chat_app.findings import Part, plain, read_parts
from chat_app.lists import find_enumerations
from chat_app.premises import Premise
from chat_app.quantities import Quantity, find_quantities
from chat_app.questions import Query
from chat_app.spans import fits
from chat_app.wording import Kind, asked_noun, is_stop_word
from indexer.corpus import Scope
from indexer.lexicon import tokenize, words


@dataclass(frozen=True, slots=True)
class Reading:
    """What the evidence says to another question: a short answer, its clause, the probability that it is right.

    ``sure``: that probability would do for an answer.
    """

    short: str | None
    part: Part
    probability: float
    sure: bool


Again = Callable[[Query], Reading]
"""Reads the same evidence for another question."""

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
_FAR = 10
"""How many times as large as a line without a unit (上九十五了吗) a figure of the same thing may be, or it as that."""
_COUNTED = frozenset("个家户处项件人名村座所栋场次起宗份条支")
_WONDERS = re.compile(r"(?:为什么|为啥|为何|怎么|咋)[^,，]*?(?:只|才|就|竟|居然|都|已|定|是)")
"""Why only so many?: what is wondered at is taken for granted."""
_OF_NAMES = re.compile(r"村|社区|企业|公司|小区|街道|家|个")
_SUFFIXED = re.compile(r"(?<=[、，。在由和与,;；])([一-鿿]{2,3})(?=村(?!级|民)|社区|集团|公司|国际|镇)")
_NO_NAME = re.compile(r"[一二两三四五六七八九十百0-9的了级各等全每]|农$|新型|乡村|城市|企业|项目|建设|服务|重点")
_MONEY = re.compile(r"[块毛分]?钱|块")


@dataclass(frozen=True, slots=True)
class Held:
    """What became of the figures that a question asserts: the ``premise`` that fails, or the clause where all hold.

    ``probability`` is how sure the figure compared with is; ``reached``: a line that is asked about is reached.
    """

    premise: Premise | None = None
    part: Part | None = None
    probability: float = 0.0
    reached: bool = False


def held_figures(query: Query, best: Part, again: Again) -> Held:
    """Compare each figure that ``query`` asserts with the one that answers for it.

    Where none surely does, a line to be reached (上千万了没) is held against the one read in the passage of ``best``.
    """
    held = Held()
    for claim in asserted_figures(query.text):
        if not _says(query, claim):
            continue
        reading = again(asked_anew(query, claim))
        if not reading.sure and not (_asks_for_a_line(query, claim) and reading.part.evidence == best.evidence):
            continue
        if (figure := _figure(claim, reading)) is None:
            continue
        if not agrees(claim.quantity, figure) and not _agrees_beside(claim, figure, reading.part):
            wrong = Premise(reading.part, Contrast(claim.shown, figure.text.strip()))
            return Held(wrong, reading.part, reading.probability)
        held = Held(None, reading.part, reading.probability, claim.quantity.comparator == "ge")
    return held


def _says(query: Query, claim: Claim) -> bool:
    """Tell whether the question says the figure, rather than naming a condition or what is asked about by it."""
    if claim.bound or (query.kind is Kind.TOPIC and not asks_whether(query.text)):
        return False
    return not asks_what(claim.segment) or bool(_WONDERS.search(claim.segment))


def _figure(claim: Claim, reading: Reading) -> Quantity | None:
    """Return the figure of the short answer, where it may be of what ``claim`` counts."""
    found = next(iter(find_quantities(reading.short or "")), None)
    noun = next((word for word in words(claim.noun)[:1] if len(word) > 1 and not is_stop_word(word)), "")
    strange = bool(noun) and not set(noun) & set(plain(reading.part.evidence.text))
    return found if found and not strange and _alike(claim.quantity, found) else None


def asked_anew(query: Query, claim: Claim) -> Query:
    """Return ``query`` with 多少 in the place of the figure that it asserts."""
    unit = "%" if claim.quantity.unit == "成" else _MONEY.sub("元", claim.quantity.unit)
    text = query.text.replace(claim.shown, f"多少{unit}", 1)
    gone = frozenset(tokenize(claim.shown))
    return replace(
        query,
        text=text,
        kind=Kind.FIGURE,
        unit=unit,
        noun=asked_noun(text),
        tokens=tuple(token for token in query.tokens if token not in gone),
        focus=query.focus - gone,
        both=False,
    )


def _alike(claimed: Quantity, reported: Quantity) -> bool:
    mine, theirs = in_percent(claimed), in_percent(reported)
    if not mine.unit:
        return mine.comparator == "ge" and mine.value < theirs.value * _FAR and theirs.value < mine.value * _FAR
    unit = _MONEY.sub("元", mine.unit)
    return fits(unit, theirs) and (unit != "个" or theirs.unit in _COUNTED)


def _asks_for_a_line(query: Query, claim: Claim) -> bool:
    """Tell whether it is asked if a figure reaches a line or keeps below it (上千万了没, 有没有一百家)."""
    return claim.quantity.comparator != "eq" and asks_whether(query.text)


def _agrees_beside(claim: Claim, figure: Quantity, part: Part) -> bool:
    """Tell whether another figure of the clause is the one claimed, so that which is meant is not sure.

    Figures that are told apart by a line before them (50万元以上…33个, 100万元以上…20个) or by 分别 leave no doubt.
    """
    text = part.context
    if claim.quantity.comparator == "ge" or any(q.comparator == "ge" for q in find_quantities(claim.segment)):
        lines = [q for q in find_quantities(text) if q.comparator in ("ge", "le") and q.text != figure.text]
        if len(lines) > 1:
            return False
    if "分别" in text and claim.quantity.comparator == "ge":
        return False
    return any(_alike(claim.quantity, q) and agrees(claim.quantity, q) for q in find_quantities(text))


def other_name(query: Query, best: Part, names: frozenset[str]) -> Premise | None:
    """Find a name that the question says and the passage does not have, where it has another in its place.

    ``names`` are those of the report. Only what is said counts: a name in the part that asks (潜村的收入是多少) is what
    is asked about.
    """
    whether = asks_whether(query.text)
    if whether and (premise := _of_another(query, best, names)):
        return premise
    passage = plain(" ".join((*best.evidence.path, best.evidence.text)))
    theirs = [name for name in _names(best.context, names) if not _mentions(query.text, name)]
    for segment in segments(query.text):
        if asks_what(segment) and not whether:
            continue
        if (whether or not _CHOICE.search(query.text)) and (missing := _unlisted(segment, passage)):
            return Premise(best, Contrast(missing, ""))
        mine = [name for name in _names(segment, names) if not _mentions(passage, name)]
        theirs = [name for name in theirs if mine and bool(_BODY.search(name)) == bool(_BODY.search(mine[0]))]
        if mine and theirs and _shares(segment.replace(mine[0], " "), passage):
            return Premise(best, Contrast(mine[0], theirs[0]))
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


def _shares(segment: str, passage: str) -> bool:
    """Tell whether two words of ``segment`` stand in the passage, so that it says something of the same matter."""
    said = [word for word in words(segment) if len(word) > 1 and not is_stop_word(word)]
    there = [word for word in said if word in passage]
    return len(there) >= min(2, len(said)) > 0 or any(len(word) > 2 for word in there)


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
    names = [item.rstrip(_PARTICLES) for item in items]
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
def names_of(text: str) -> frozenset[str]:
    """Return the names of villages, firms and the like in the normalised ``text`` of a report."""
    listed = (
        item.strip('“”"')
        for found in find_enumerations(text)
        if _OF_NAMES.search(found.head[:14])
        for item in found.items
    )
    suffixed = (found[1] for found in _SUFFIXED.finditer(text))
    return frozenset(name for name in (*listed, *suffixed) if 2 <= len(name) <= 4 and not _NO_NAME.search(name))


def other_polarity(query: Query, best: Part) -> Premise | None:
    """Find undone said of what is done, or another rank than the passage has."""
    whether = asks_whether(query.text)
    for segment in segments(query.text):
        asking = asks_what(segment) and not whether
        undone = best.evidence.period.scope is not Scope.PLANNED or not asking
        if undone and (contrast := contrasts.other_outcome(segment, best.text)):
            return Premise(best, contrast)
        if contrast := contrasts.other_rank(segment, plain(best.evidence.text)):
            return Premise(best, contrast)
    return None
