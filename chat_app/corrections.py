"""Questions typed wrong, read as they were meant: 低效公业企业整制 → 低效工业企业整治.

Of all ways to read a question as words, slips among them, the likeliest is taken (a noisy channel over the
vocabulary's costs, after Kernighan, Church & Gale 1990); a slip has to make up for what it costs. Figures and
negations are never touched, words that are known only within a longer phrase of the reports, and names only where
they sound exactly alike: a false correction answers what nobody asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from chat_app.slips import LONGEST, PHRASE, Meant, Slip, SlipIndex
from indexer.knowledge.sounds import Sounds, load_lookalikes, load_sounds
from indexer.lexicon import segment, word_class
from indexer.vocabulary import DICTIONARY, Vocabulary

_RUN = re.compile(r"(?<![\d\u4e00-\u9fff])[\u4e00-\u9fff]{2,}|(?<=\d[\u4e00-\u9fff])[\u4e00-\u9fff]{2,}")
"""Runs of Chinese characters; what stands right behind a figure is its unit and none of them (2009年一上来)."""
_UNTOUCHED = re.compile(r"[〇零一二两三四五六七八九十百千万亿半几不没无未非]")
_EITHER_OR = re.compile(r"(.)[不没]\1")
_COUNTED = re.compile(r"[一二两三四五六七八九十百千万亿几多余来半这那哪每]$")
"""A figure or 那, which the measure word behind it belongs to: 四千多口人 is no 人口, 那块地 no 地块."""
_PAIR = 2
_COMPLEMENTS = frozenset("到掉完好起出法")
_LESS = ("少", "多", "再")
_NAME = re.compile(r"[村镇乡县市省区路街桥厂店校]|街道|社区|公司|集团|小学|中学|[书主]|总理|部长|局长|先生|女士")
_SURE = 1.0
"""By how much, in nats, a reading with slips has to be likelier than the text as it stands."""
_COSTS = {Slip.SOUND: 4.0, Slip.SWAP: 3.0, Slip.MISSING: 6.5, Slip.DOUBLED: 4.5, Slip.SHAPE: 5.5}
_MORE = 1.0
"""What each further changed character costs, and _LOCAL what one costs that only sounds alike in local speech."""
_LOCAL = 3.0
_FUNCTION = frozenset("了着过吗嘛呢吧是往只俩谁咱我你他它那这哪个块很又还再就都才把被给跟让要会能去来得的地")
_DELIBERATE = 1.5
"""What it costs to take one of these for a slip: they are seldom typed for another."""
_ALONE = 3.5
"""What a character costs more that is a word of its own next to others it is not known with."""
_VERY_COMMON = 7.0
"""Cost up to which a word of the reports is meant more often than 过 and 家 stand side by side."""
_STRANGE = 15.0
"""What a character costs that is no word."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed and what it was taken for."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A text as it was meant, with what was changed in it."""

    text: str
    corrections: tuple[Correction, ...] = ()

    @property
    def note(self) -> str:
        """Say in plain Chinese how the text was understood, ``""`` where nothing was changed."""
        said = "，".join(f"按“{c.meant}”理解了“{c.typed}”" for c in self.corrections)
        return f"{said}。" if said else ""


@dataclass(frozen=True)
class Corrector:
    """Reads questions as they were meant, by the words of ``vocabulary``; safe to share between threads."""

    vocabulary: Vocabulary

    @cached_property
    def _sounds(self) -> Sounds:
        return load_sounds()

    @cached_property
    def _slips(self) -> SlipIndex:
        return SlipIndex(self.vocabulary, self._sounds, load_lookalikes())

    def correct(self, text: str) -> Corrected:
        """Return ``text``, which is normalised, as it was most likely meant."""
        found: list[Correction] = []
        if not self.vocabulary.own:
            return Corrected(text)

        def meant(run: re.Match[str]) -> str:
            read = self._read(run[0], text[run.end() : run.end() + 2])
            found.extend(Correction(typed, word) for typed, word in read if typed != word)
            return "".join(word for _, word in read)

        corrected = _RUN.sub(meant, text)
        return Corrected(corrected, tuple(found))

    def _read(self, run: str, behind: str) -> Sequence[tuple[str, str]]:
        """Return the likeliest reading of ``run``: what is typed and what is meant, piece by piece."""
        segments = _segments(run)
        loose = self._loose(run, segments)
        found = ((m, self._cost(m, run, segments, behind)) for m in self._slips.find(run, loose))
        slips = [(m, cost) for m, cost in found if cost is not None]
        if not slips:
            return [(run, run)]
        best: list[tuple[float, int, str]] = [(0.0, 0, "")] + [(1e9, 0, "")] * len(run)
        edges: dict[int, list[tuple[int, float, str]]] = {}
        for start, end, cost in self._words(run, segments):
            edges.setdefault(end, []).append((start, cost, run[start:end]))
        for m, cost in slips:
            edges.setdefault(m.end, []).append((m.start, cost + _SURE, m.word))
        for end in range(1, len(run) + 1):
            best[end] = min((best[start][0] + cost, start, word) for start, cost, word in edges[end])
        return _traced(run, best)

    def _loose(self, run: str, segments: Sequence[tuple[int, int]]) -> list[int]:
        """Return the places of characters that stand in no word, or in a rare one that may be there by chance.

        的 and its like between two words are words themselves, and so are the two of 近不近.
        """
        known = [e - s > 1 and self._said(run[s:e]) < _STRANGE for s, e in segments]
        around = [True, *known, True]
        either = {place for found in _EITHER_OR.finditer(run) for place in range(*found.span())}
        return [
            place
            for i, (s, e) in enumerate(segments)
            if not known[i] and not (run[s:e] in _FUNCTION and around[i] and around[i + 2])
            for place in range(s, e)
            if place not in either
        ]

    def _words(self, run: str, segments: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
        """Yield the words that ``run`` can be read as, with their costs; a character is always one."""
        yield from ((i, i + 1, _STRANGE) for i in range(len(run)))
        for start, end in segments:
            yield start, end, min(DICTIONARY, self._said(run[start:end]))
        for start in range(len(run)):
            for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
                if (cost := self._said(run[start:end])) < _STRANGE:
                    single = end - start == 1 and run[start] not in _FUNCTION
                    yield start, end, cost + _ALONE * single

    def _said(self, word: str) -> float:
        return min(self.vocabulary.own.get(word, _STRANGE), self.vocabulary.common.get(word, _STRANGE))

    def _cost(self, meant: Meant, run: str, segments: Sequence[tuple[int, int]], behind: str) -> float | None:
        """Return what it costs to take ``meant`` for what is typed, None where that must not be."""
        typed = run[meant.start : meant.end]
        changed = _changed(typed, meant)
        local = 0
        if meant.slip is Slip.SOUND:
            local = sum(not self._sounds.same(typed[i], meant.word[i]) for i in changed)
        deliberate = sum(typed[i] in _FUNCTION for i in changed)
        named = self._is_name(meant, run[meant.end : meant.end + 2] or behind)
        if (
            _UNTOUCHED.findall(typed) != _UNTOUCHED.findall(meant.word)
            or (meant.slip is Slip.SOUND and 2 * len(changed) > len(typed))
            or (meant.slip is Slip.SOUND and _is_verb(run[: meant.start], typed))
            or (meant.slip is Slip.SWAP and _COUNTED.search(run[: meant.start]))
            or (meant.slip is Slip.MISSING and _pieces(meant.word) > 1)
            or (deliberate and not self._may_be_one(meant, len(changed) == deliberate))
            or (named and (meant.slip is not Slip.SOUND or local))
            or not self._may_overrule(meant, changed, self._known(run, meant, changed, segments))
        ):
            return None
        costs = _COSTS[meant.slip] + _MORE * (len(changed) - 1) + _LOCAL * local + _DELIBERATE * deliberate
        return self._said(meant.word) + costs

    def _may_overrule(self, meant: Meant, changed: Sequence[int], known: Sequence[str]) -> bool:
        """Tell whether the ``known`` words may be changed: a longer phrase of the reports says so, and they do not."""
        own = self.vocabulary.own
        phrase = len(meant.word) >= max(PHRASE, 2 * len(changed)) and meant.word in own
        return not known or (phrase and meant.slip in (Slip.SOUND, Slip.SWAP) and own.keys().isdisjoint(known))

    def _may_be_one(self, meant: Meant, all_such: bool) -> bool:
        """Tell whether one of 了, 是, 给 may be a slip: in a phrase, for a very common word, for another one."""
        if len(meant.word) >= PHRASE or self._said(meant.word) < _VERY_COMMON:
            return True
        return meant.slip is Slip.SWAP and all_such

    def _known(self, run: str, meant: Meant, changed: Sequence[int], segments: Sequence[tuple[int, int]]) -> list[str]:
        """Return the words that are known and would be changed, rare ones that only begin or end there left out."""
        there = [(s, e) for s, e in segments if e - s > 1 and any(s <= meant.start + i < e for i in changed)]
        inside = [run[s:e] for s, e in there if meant.start <= s and e <= meant.end]
        return [word for s, e in there if (word := run[s:e]) in inside or self._said(word) < _STRANGE]

    def _is_name(self, meant: Meant, behind: str) -> bool:
        """Tell whether a name is meant, as far as it shows: what is no word of any dictionary, or stands before 村."""
        pieces = _pieces(meant.word)
        strange = len(meant.word) < PHRASE and pieces == len(meant.word)
        return strange or bool(_NAME.match(behind)) or (pieces > 1 and bool(_NAME.search(meant.word[-2:])))


def _segments(run: str) -> list[tuple[int, int]]:
    places, at = [], 0
    for word in segment(run):
        places.append((at, at + len(word)))
        at += len(word)
    return places


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> int:
    return len(segment(word))


def _changed(typed: str, meant: Meant) -> list[int]:
    """Return which characters of ``typed`` are wrong."""
    if len(typed) == len(meant.word):
        return [i for i, (one, other) in enumerate(zip(typed, meant.word, strict=True)) if one != other]
    return [next((i for i, (a, b) in enumerate(zip(typed, meant.word, strict=False)) if a != b), len(typed) - 1)]


def _is_verb(before: str, typed: str) -> bool:
    """Tell whether two characters are a verb and what hangs on it, as typed (砍到, 试法, 少种点), and no slip."""
    if len(typed) != _PAIR:
        return False
    return (typed[1] in _COMPLEMENTS and word_class(typed[0]) == "v") or (typed[1] == "点" and before.endswith(_LESS))


def _traced(run: str, best: Sequence[tuple[float, int, str]]) -> list[tuple[str, str]]:
    pieces = []
    end = len(run)
    while end:
        _, start, word = best[end]
        pieces.append((run[start:end], word))
        end = start
    return pieces[::-1]
