"""The figures that a question asserts, held against those that the evidence gives for the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chat_app.claims import Claim, agrees, asks_what, asserted_figures, in_percent
from chat_app.contrasts import Contrast
from chat_app.findings import Part, Weight, asked_tokens, plain, share
from chat_app.quantities import Quantity, figures, find_quantities
from chat_app.questions import Query
from chat_app.spans import fits
from chat_app.wording import is_stop_word, scope_of
from indexer.corpus import Scope
from indexer.lexicon import words

_SAME_THING = 0.5
"""Share of a premise's wording that a clause must have for its figure to be the one meant."""
_AMISS = 0.3
"""What a figure loses for counting something else, or for being a target where a result is asserted."""
_DIGITS = 2
"""Digits of a figure, zeros at the end not counted, from which it is no chance that another has the same."""
_MOVED = re.compile(
    r"(?:(?P<up>上涨|增长|增加|多[了开发]?|涨[了到]?|加[了到]?|提高[了到]?|提升[了到]?|上升[了到]?)"
    r"|(?P<down>减少[了到]?|下降[了到]?|降低[了到]?|少[了开发]?|跌[了到]?|降[了到]?|砍[了到]?|减[了到]?|缩减[了到]?))"
    r"(?P<figure>[二三四五六七八九十]分之[一二三四五六七八九]|[一二两三四五六七八九]成半?|\d+(?:\.\d+)?)"
)
_NUMERAL = re.compile(r"[一二两三四五六七八九十百千万亿]")
_TELLING = 11
"""A figure from which, unless it is round, the same value in another unit is the figure meant, and no chance."""
_ALIKE = 0.15
"""How much less of the wording a clause with the figure as claimed may have, to make it right."""


def other_figure(query: Query, parts: Sequence[Part], weight: Weight) -> tuple[Part, Contrast] | None:
    """Return the first figure that ``query`` asserts and ``parts`` have otherwise for the same thing."""
    for claim in asserted_figures(query.text):
        if claim.bound:
            continue
        found = _candidates(query, claim, parts, weight)
        best = max(found, key=lambda candidate: candidate.merit, default=None)
        if best is None or best.share < _SAME_THING or best.strange or not _of_its_own(query, claim, best.part):
            continue
        if not any(agrees(claim.quantity, other.quantity) and other.rivals(best) for other in found):
            return best.part, Contrast(claim.shown, best.quantity.text.strip())
    return None


def other_unit(query: Query, parts: Sequence[Part]) -> tuple[Part, Contrast] | None:
    """Return the first figure that ``query`` asserts of something else than ``parts`` count by it (98家 for 98分)."""
    for claim in asserted_figures(query.text):
        mine = claim.quantity
        if claim.bound or mine.unit in ("", "个", "元") or mine.value < _TELLING or not mine.value % 100:
            continue
        near = [part for part in parts if _speaks_of(query, part.evidence.text)]
        same = [(part, q) for part in near for q in find_quantities(part.text) if q.value == mine.value]
        if same and not any(fits(mine.unit, q) or fits(q.unit, mine) or q.unit in ("", "个") for _, q in same):
            return same[0][0], Contrast(claim.shown, same[0][1].text.strip())
    return None


def other_scale(query: Query, parts: Sequence[Part]) -> tuple[Part, Contrast] | None:
    """Return the first figure that ``query`` asserts with the digits of one in ``parts`` but another scale."""
    for claim in asserted_figures(query.text):
        digits = "".join(figures(claim.shown))
        if claim.bound or len(digits.replace(".", "").strip("0")) < _DIGITS:
            continue
        for part in (part for part in parts if _speaks_of(query, part.evidence.text)):
            for q in find_quantities(part.text):
                alike = q.unit == claim.quantity.unit or {q.unit, claim.quantity.unit} == {"", "元"}
                if alike and digits in figures(q.text) and q.value != claim.quantity.value:
                    return part, Contrast(claim.shown, q.text.strip())
    return None


def other_way(query: Query, parts: Sequence[Part]) -> tuple[Part, Contrast] | None:
    """Return the first figure by which ``query`` has something rise and ``parts`` have it fall, or the other way."""
    for mine in _MOVED.finditer(query.text):
        for part in (part for part in parts if _speaks_of(query, part.context)):
            for theirs in _MOVED.finditer(part.text):
                if theirs["figure"] == mine["figure"] and bool(theirs["up"]) != bool(mine["up"]):
                    return part, Contrast(mine[0], theirs[0])
    return None


def _speaks_of(query: Query, text: str) -> bool:
    """Tell whether ``text`` has a word of the question, so that a figure in it may be the one meant."""
    tokens = asked_tokens(query, query.text)
    return any(len(token) > 1 and not _NUMERAL.search(token) and token in plain(text) for token in tokens)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A figure that may be the one a question asserts.

    ``share`` is how much of the premise's wording its clause has, ``near`` how much stands right around it;
    ``strange``: it counts something else (36个农家书屋 for 36个村), ``bare``: with no noun behind it that says so
    (立案处罚3家); ``amiss``: it is a target where a result is asserted.
    """

    part: Part
    quantity: Quantity
    share: float
    near: float
    strange: bool
    bare: bool
    amiss: bool

    @property
    def merit(self) -> float:
        return self.share + 0.5 * self.near - _AMISS * (self.strange + self.amiss)

    def rivals(self, best: _Candidate) -> bool:
        """Tell whether this one may be meant as well as ``best``."""
        other_thing = self.strange and not (self.bare and self.near > best.near)
        if other_thing or (self.amiss and not best.amiss):
            return False
        return self.share >= min(best.share, _SAME_THING) - _ALIKE and self.near >= best.near - _ALIKE


def _said_of(query: Query, claim: Claim) -> str:
    """Return what is said of a figure: its segment, or the whole question where that has no word of its own."""
    said = claim.segment.replace(claim.shown, " ")
    alone = any(len(token) > 1 for token in asked_tokens(query, said))
    return said if alone else query.text.replace(claim.shown, " ")


def _candidates(query: Query, claim: Claim, parts: Sequence[Part], weight: Weight) -> list[_Candidate]:
    said = _said_of(query, claim)
    tokens = asked_tokens(query, said)
    own = asked_tokens(query, said, alone=True)
    happened = scope_of(query.text) is not Scope.PLANNED
    found = []
    for part in parts:
        quantities = find_quantities(part.text)
        for i, quantity in enumerate(quantities):
            if not same_kind(claim.quantity, quantity):
                continue
            whole = share(tokens, _division(part), weight) if _only_one(claim, part) else 0.0
            around = _around(part.text, quantities[i - 1].end if i else 0, quantity)
            found.append(
                _Candidate(
                    part=part,
                    quantity=quantity,
                    share=max(share(tokens, part.context, weight), whole, _SAME_THING if part.expected else 0.0),
                    near=share(own, around, weight),
                    strange=_counts_other(claim, around),
                    bare=not part.text[quantity.end :],
                    amiss=happened and part.evidence.period.scope is Scope.PLANNED,
                )
            )
    return found


def _of_its_own(query: Query, claim: Claim, part: Part) -> bool:
    """Tell whether a word beside the claim itself, not only the topic before it, is in the clause."""
    own = asked_tokens(query, _said_of(query, claim), alone=True)
    return part.expected or any(len(token) > 1 and token in part.evidence.text for token in own)


def _only_one(claim: Claim, part: Part) -> bool:
    """Tell whether the passage has one figure of the kind claimed, so that it is the one meant."""
    return sum(same_kind(claim.quantity, quantity) for quantity in find_quantities(part.evidence.text)) == 1


def _division(part: Part) -> str:
    """Return what stands between semicolons and full stops around a clause: one of several points of a passage."""
    start, end = part.start - part.evidence.start, part.end - part.evidence.start
    before, behind = part.evidence.text[:start], part.evidence.text[end:]
    return re.split(r"[；;。]", before)[-1] + part.evidence.text[start:end] + re.split(r"[；;。]", behind)[0]


def _around(text: str, start: int, quantity: Quantity) -> str:
    """Return what names the thing that a figure counts: the item before it, and the noun behind."""
    before = re.split(r"、|以及|和|及", text[start : quantity.start])[-1]
    behind = re.split(r"[、，,；;以和]|\d", text[quantity.end : quantity.end + 10])[0]
    return before + behind


def figure_holds(query: Query, part: Part) -> bool | None:
    """Tell whether a figure that the question asserts stands in ``part`` as claimed; None where none is asserted."""
    claims = asserted_figures(query.text)
    found = find_quantities(part.text)
    held = (same_kind(c.quantity, q) and agrees(c.quantity, q) for c in claims for q in found)
    return any(held) if claims else None


def same_kind(claimed: Quantity, reported: Quantity) -> bool:
    """Tell whether two figures may be of the same thing, by their units."""
    mine, theirs = in_percent(claimed), in_percent(reported)
    if not mine.unit or (mine.unit == "元" and not theirs.unit):
        return theirs.unit in ("", "元") and theirs.value >= 1000
    return fits(mine.unit, theirs)


def _counts_other(claim: Claim, around: str) -> bool:
    """Tell whether the noun behind the claim is neither behind nor before the figure."""
    noun = next((word for word in words(claim.noun)[:1] if not is_stop_word(word)), "")
    return bool(noun) and not asks_what(noun) and not any(character in around for character in noun)
