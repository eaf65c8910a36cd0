"""The clauses of a passage: what stands between commas, as spans of the report's text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from chat_app.quantities import find_quantities
from chat_app.verbs import without_verbs

_STOPS = "，,；;。！？!?"
_PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "【": "】"}
_DEPENDENT = re.compile(
    r"\s*(?:同比|环比|比上年|较上年|比去年|增长|增幅|增速|下降|上升|提高|占|达|超|位居|位列|居|排名|列|分别|均|为|并|且|从而"
    r"|以及|较|[^,，]{0,4}率(?:\d|达|为|提|下)|(?:[^,，、]{1,4}率、)+|比[^,，]{1,8}(?:增|减|提高|下降|多|少)"
    r"|(?:累计|共|共计)?(?:服务|惠及|受益|覆盖|涉及|吸引|带动|总投资|投资总?额|概算|建筑面积|占地)[^,，]{0,8}\d"
    r"|\d[\d.,]*\s*[万亿]?[余多]?(?!\d|年|月|日|天|小时|分钟|个月|家|名|个)[^,，]{0,3}(?:以上|以下)|[一二三四五]期)"
)

_SCENE = re.compile(r"在[^,，]{2,20}(?:下|中|上|时|基础上)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause at ``[start, end)`` of a text, without the stop that closes it.

    ``opens``: it begins a sentence. ``aside``: it goes into a part of what was said (其中…); the word 其中 is left out.
    """

    start: int
    end: int
    opens: bool
    aside: bool = False

    def leans(self, text: str) -> bool:
        """Tell whether the clause takes its subject from the one before it (同比增长77.53 %)."""
        if self.opens:
            return False
        return bool(_DEPENDENT.match(text, self.start, self.end)) or _counts_nothing(text[self.start : self.end])

    def sets_the_scene(self, text: str) -> bool:
        """Tell whether the clause only says where or how (在确保质量的前提下), so that it is no subject either."""
        return bool(_SCENE.fullmatch(text, self.start, self.end))


@lru_cache(maxsize=8192)
def split_clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of ``text``; quotation marks and brackets keep theirs together."""
    return tuple(_clauses(text))


def _clauses(text: str) -> Iterator[Clause]:
    closing: list[str] = []
    left, opens = 0, True
    for at in range(len(text)):
        if closing and text[at] == closing[-1]:
            closing.pop()
        elif text[at] in _PAIRS and _PAIRS[text[at]] in text[at:]:
            closing.append(_PAIRS[text[at]])
        elif text[at] in _STOPS and not closing and not _inside_number(text, at):
            yield from _trimmed(text, left, at, opens)
            left, opens = at + 1, text[at] not in "，,"
    yield from _trimmed(text, left, len(text), opens)


def clause_at(text: str, at: int) -> str:
    """Return the clause of ``text`` that holds offset ``at``, ``""`` where none does."""
    return next((text[c.start : c.end] for c in split_clauses(text) if c.start <= at < c.end), "")


@lru_cache(maxsize=8192)
def _counts_nothing(piece: str) -> bool:
    """Tell whether a clause is a verb and a figure, what is counted left out (新开工700万套以上)."""
    figure = next(iter(find_quantities(piece)), None)
    if not figure or figure.end < len(piece.rstrip()):
        return False
    return not without_verbs(f"{piece[: figure.start].strip()}〇〇").removesuffix("〇〇")


def _inside_number(text: str, at: int) -> bool:
    """Tell a thousands separator (1,234) from a comma."""
    return text[at] == "," and bool(re.match(r"\d,\d{3}(?!\d)", text[max(0, at - 1) : at + 5]))


def _trimmed(text: str, left: int, right: int, opens: bool) -> Iterator[Clause]:
    piece = text[left:right]
    aside = re.match(r"\s*其中[，,]?", piece)
    if aside:
        left += aside.end()
        piece = text[left:right]
    if piece.strip():
        left += len(piece) - len(piece.lstrip())
        yield Clause(left, left + len(piece.strip()), opens, aside=bool(aside))
