"""The figures that a question says, each asked for anew: the question is put again with 多少 in the figure's place.

The figure that answers is compared with the one said. Lines to be reached (上千万了没) are held against it likewise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from chat_app.claims import Claim, agrees, asks_what, asks_whether, asserted_figures, in_percent
from chat_app.contrasts import Contrast
from chat_app.findings import Part, plain
from chat_app.premises import Premise
from chat_app.quantities import Quantity, find_quantities
from chat_app.questions import Query
from chat_app.spans import fits
from chat_app.wording import Kind, asked_noun, is_stop_word
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

_FAR = 10
"""How many times as large as a line without a unit (上九十五了吗) a figure of the same thing may be, or it as that."""
_COUNTED = frozenset("个家户处项件人名村座所栋场次起宗份条支")
_WONDERS = re.compile(r"(?:为什么|为啥|为何|怎么|咋)[^,，]*?(?:只|才|就|竟|居然|都|已|定|是)")
"""Why only so many?: what is wondered at is taken for granted."""
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
    asks = asks_whether(query.text) or asks_what(query.text)
    if claim.bound or (query.kind is Kind.TOPIC and not asks):
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


def without_figures(query: Query) -> Query:
    """Return ``query`` as it is searched for without the figures that it asserts; itself where it asserts none."""
    for claim in asserted_figures(query.text):
        if _says(query, claim):
            anew = asked_anew(query, claim)
            query = replace(
                anew, kind=query.kind, unit=query.unit, noun=query.noun, content=query.content.replace(claim.shown, " ")
            )
    return query


def _alike(claimed: Quantity, reported: Quantity) -> bool:
    mine, theirs = in_percent(claimed), in_percent(reported)
    if not mine.unit:
        return mine.comparator == "ge" and mine.value < theirs.value * _FAR and theirs.value < mine.value * _FAR
    unit = _MONEY.sub("元", mine.unit)
    return fits(unit, theirs) and (unit != "个" or theirs.unit in _COUNTED)


def _asks_for_a_line(query: Query, claim: Claim) -> bool:
    """Tell whether it is asked if a figure reaches a line or keeps below it (上千万了没, 有没有一百家)."""
    return claim.quantity.comparator != "eq" and asks_whether(query.text)


def _of_the_same(claim: Claim, figure: Quantity, text: str) -> str:
    """Return the parts of ``text`` between commas that say as much of the claim as the one with ``figure`` does."""
    said = [word for word in words(claim.segment) if len(word) > 1 and not is_stop_word(word)]
    pieces = re.split(r"[,，;；]", text)
    held = [sum(word in piece for word in said) for piece in pieces]
    least = min((n for n, piece in zip(held, pieces, strict=True) if figure.text.strip() in piece), default=0)
    return ",".join(piece for n, piece in zip(held, pieces, strict=True) if n >= least)


def _agrees_beside(claim: Claim, figure: Quantity, part: Part) -> bool:
    """Tell whether another figure of the clause is the one claimed, so that which is meant is not sure.

    Figures that are told apart by a line before them (50万元以上…33个, 100万元以上…20个) or by 分别 leave no doubt.
    """
    text = _of_the_same(claim, figure, part.context)
    if claim.quantity.comparator in ("ge", "lt") or any(q.comparator == "ge" for q in find_quantities(claim.segment)):
        lines = [q for q in find_quantities(text) if q.comparator in ("ge", "le") and q.text != figure.text]
        if len(lines) > 1:
            return False
    if "分别" in text and claim.quantity.comparator == "ge":
        return False
    return any(_alike(claim.quantity, q) and agrees(claim.quantity, q) for q in find_quantities(text))
