"""Which questions are the same one in other words.

Two questions are alike where they name the same figures and no other years, neither asks for what is done where the
other asks for what is planned, and their content words mean much the same; less likeness will do where both were
answered from the same place of a report. Measured on the dev questions of the Xicheng set: 421 of 427 reworded ones
(typos, traditional characters, polite padding …) and 7 of 20 free paraphrases are joined, and 21 of 5,185 pairs of
different questions, nearly all of them answered by the same sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chat_app.feedback import AskedQuestion
from chat_app.wording import is_stop_word, scope_of, unit_of, without_asking
from indexer.corpus import Scope
from indexer.lexicon import normalise, words

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts → unit vectors, float32 [n, d]."""

_ALIKE = 0.8
_ALIKE_BY_PLACE = 0.4
_COMPARED = 5_000
"""Wordings that are compared by meaning, the most frequent ones; rarer ones are joined by wording only."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年)")
_RELATIVE_YEAR = re.compile(r"[去今明前]年")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What tells a wording from others, beside its vector."""

    years: frozenset[str]
    relative_years: frozenset[str]
    figures: frozenset[str]
    scope: Scope | None
    unit: str
    place: str
    follow_up: bool


def wording(question: str, earlier: str = "") -> str:
    """Return a question's wording without case, punctuation, spaces and traditional characters, ``earlier`` first."""
    return re.sub(r"\W+", "", normalise(f"{earlier} {question}"))


def group(asked: Sequence[AskedQuestion], encode: Encode) -> list[list[AskedQuestion]]:
    """Return the questions in groups of alike ones, the largest group first, each in the order given."""
    by_wording: dict[str, list[AskedQuestion]] = {}
    for question in asked:
        by_wording.setdefault(wording(question.question, question.earlier), []).append(question)
    keys = sorted(by_wording, key=lambda key: -len(by_wording[key]))
    leaders = _leaders([by_wording[key] for key in keys[:_COMPARED]], encode)
    groups: dict[int, list[AskedQuestion]] = {}
    for number, key in enumerate(keys):
        groups.setdefault(leaders.get(number, number), []).extend(by_wording[key])
    return sorted(groups.values(), key=lambda found: -len(found))


def _leaders(wordings: Sequence[Sequence[AskedQuestion]], encode: Encode) -> Mapping[int, int]:
    """Return for each wording the number of the first one that it is alike to, itself where there is none."""
    texts = [_whole(found[0]) for found in wordings]
    vectors = encode([_content(text) for text in texts])
    meanings = [_meaning(text, found) for text, found in zip(texts, wordings, strict=True)]
    leading: list[int] = []
    of_leading = np.empty_like(vectors)
    leaders: dict[int, int] = {}
    for number, meaning in enumerate(meanings):
        near = of_leading[: len(leading)] @ vectors[number]
        order = sorted(np.flatnonzero(near >= _ALIKE_BY_PLACE), key=lambda i: -near[i])
        fitting = (leading[i] for i in order if near[i] >= _least(meanings[leading[i]], meaning))
        leaders[number] = next(fitting, number)
        if leaders[number] == number:
            of_leading[len(leading)] = vectors[number]
            leading.append(number)
    return leaders


def _least(one: _Meaning, other: _Meaning) -> float:
    """Return how alike two wordings must be to count as one, 2 where nothing makes them one."""
    if one.figures != other.figures or one.follow_up != other.follow_up or _differ(one.scope, other.scope):
        return 2.0
    same_place = one.place and one.place == other.place
    if same_place and not any(map(_differ, (one.years, one.relative_years), (other.years, other.relative_years))):
        return _ALIKE if _differ(one.unit, other.unit) else _ALIKE_BY_PLACE
    return 2.0 if _differ(one.years | one.relative_years, other.years | other.relative_years) else _ALIKE


def _differ(one: object, other: object) -> bool:
    """Tell whether both are given, and not the same."""
    return bool(one and other and one != other)


def _meaning(text: str, found: Sequence[AskedQuestion]) -> _Meaning:
    plain = normalise(text)
    places = Counter(question.place for question in found if question.outcome != "not_found")
    place = places.most_common(1)[0][0] if places else ""
    figures = frozenset(_FIGURE.findall(_YEAR.sub(" ", plain)))
    years, relative = frozenset(_YEAR.findall(plain)), frozenset(_RELATIVE_YEAR.findall(plain))
    return _Meaning(years, relative, figures, scope_of(plain), unit_of(plain), place, bool(found[0].earlier))


def _whole(question: AskedQuestion) -> str:
    return f"{question.earlier} {question.question}".strip()


def _content(text: str) -> str:
    plain = normalise(text)
    kept = (word if not is_stop_word(word) else " " for word in words(without_asking(_YEAR.sub(" ", plain))))
    return " ".join("".join(kept).split()) or plain
