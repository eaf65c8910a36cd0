"""What a question takes for granted, held against the evidence: figure, name, reach, direction, stage.

A premise is corrected only where the report has something else in the same place: the same thing counted in the same
unit, the same name in another list, the same clause with another reach. What the report does not speak of is not
corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chat_app import contrasts, oppositions, quantifiers
from chat_app.claims import asks_what, asks_whether, segments
from chat_app.contrasts import Contrast
from chat_app.counts import figure_holds, other_figure, other_scale, other_unit, other_way
from chat_app.findings import Part, Weight, asked_tokens, plain, share
from chat_app.questions import Query
from chat_app.wording import Kind

_SPEAKS_OF = 0.33
"""Share of a premise's wording that a clause must have to contradict it in words."""
_BESIDE = 0.2
"""The least that a clause beside it must have of the wording."""
_ALIKE = 0.15
"""How much less than the best clause one beside it may be taken to have."""
_LIST = re.compile(
    r"(?P<items>[^，,；;。]*、[^，,；;。]*?)等(?P<kind>[^\d、，,；;。]{2,12}?)(?=\s*\d|[一二两三四五六七八九十]+[个家项]|$)"
)
_BRACKETS = str.maketrans("", "", "“”\"'「」《》")
_HAPPENED = re.compile(r"已|早就|了$|[完好]了")
_ALREADY = re.compile(r"为什么|为啥|为何|怎么|咋|还|只|才|已|都|也|居然|竟")


@dataclass(frozen=True, slots=True)
class Premise:
    """A premise that the clause ``part`` contradicts; ``about`` names what it is said of, where that is not plain."""

    part: Part
    contrast: Contrast
    about: str = ""

    @property
    def correction(self) -> str:
        """One sentence that puts it right."""
        if not self.contrast.said:
            return f"报告在这里没有说到“{self.contrast.asked}”。"
        said, asked = self.contrast.said, self.contrast.asked
        if not re.search(r"[\d一二两三四五六七八九十百千万亿“]", said + asked):  # words, not figures or names in marks
            said, asked = f"“{said}”", f"“{asked}”"
        return f"报告中{self.about}是{said}，不是{asked}。"


def false_premise(query: Query, parts: Sequence[Part], weight: Weight) -> Premise | None:
    """Return the first premise of ``query`` that ``parts``, the clauses of its evidence, contradict."""
    if query.both or not parts:
        return None
    if listed := _other_list(query, parts):
        return listed
    for check in (other_way, other_scale):
        if found := check(query, parts):
            return Premise(*found)
    if counted := other_figure(query, parts, weight) or other_unit(query, parts):
        return Premise(*counted)
    return _other_words(query, parts, weight)


def memberships(text: str, parts: Sequence[Part]) -> Iterator[tuple[str, str, Part]]:
    """Yield the names of ``text`` that stand in a list (A、B等“十无村”5个), the kind of the list, and its clause."""
    for part in parts:
        for items, kind in _lists(part.text):
            for item in items:
                if name := _name_in(item, text):
                    yield name, kind, part


@lru_cache(maxsize=8192)  # the same clauses are looked at for one question after the other
def _lists(clause: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the items and the kind of each list in ``clause``, without quotation marks."""
    found = (match.groupdict() for match in _LIST.finditer(clause))
    bare = ({name: text.translate(_BRACKETS) for name, text in groups.items()} for groups in found)
    return tuple((tuple(groups["items"].split("、")), groups["kind"]) for groups in bare)


def _name_in(item: str, text: str) -> str:
    """Return the longest ending of a list's item, of two characters at least, that stands in ``text``."""
    endings = (item[at:] for at in range(len(item) - 1))
    return next(
        (ending for ending in endings if ending in text or (ending.rstrip("村镇县市") in text and len(ending) > 2)), ""
    )


def _other_list(query: Query, parts: Sequence[Part]) -> Premise | None:
    """Find a name that is said to be of one list (十无村) and stands in another (十有村)."""
    if query.kind in (Kind.LIST, Kind.FIGURE) and not asks_whether(query.text):
        return None
    kinds = {kind for part in parts for _, kind in _lists(part.text)}
    for segment in segments(query.text):
        if asks_what(segment):
            continue
        bare = segment.translate(_BRACKETS)
        named = [kind for kind in kinds if kind in bare]
        held = list(memberships(bare, parts))
        there = {name for name, kind, _ in held if [kind] == named}
        if len(named) == 1 and (strange := next((item for item in held if item[0] not in there), None)):
            name, kind, part = strange
            return Premise(part, Contrast(f"“{named[0]}”", f"“{kind}”"), about=name)
    return None


def _other_words(query: Query, parts: Sequence[Part], weight: Weight) -> Premise | None:
    """Find another reach, pillar, stage, action or direction in the clause that speaks of the matter."""
    whether = asks_whether(query.text)
    for segment in segments(query.text):
        asking = ("还是" in segment or asks_what(segment)) and not whether
        for part, held in _speaking_of(query, segment, parts, weight):
            if held >= _SPEAKS_OF and (contrast := quantifiers.all_did(segment, part.text)):
                return Premise(part, contrast)
            if asking:
                continue
            if contrast := _contrast(query, segment, part, held, whether):
                return Premise(part, contrast)
        if found := _other_direction(query, segment, parts, weight):
            return found
    return None


def _speaking_of(query: Query, segment: str, parts: Sequence[Part], weight: Weight) -> Iterator[tuple[Part, float]]:
    """Yield the clauses of the passage that says most of ``segment``, and how much of it, the best first."""
    tokens = asked_tokens(query, segment)
    scored = [(share(tokens, part.context, weight), part) for part in parts]
    best, lead = max(scored, key=lambda item: item[0])
    beside = [item for item in scored if item[1].evidence is lead.evidence and item[0] >= max(_BESIDE, best / 2)]
    for score, part in sorted(beside, key=lambda item: -item[0]):
        yield part, max(score, best - _ALIKE)


def _contrast(query: Query, segment: str, part: Part, held: float, whether: bool) -> Contrast | None:
    if found := contrasts.other_pillar(segment, part.text) or oppositions.other_measure(
        segment, plain(part.evidence.text)
    ):
        return found
    if held < _SPEAKS_OF and not figure_holds(query, part):
        return None
    if found := oppositions.opposition(segment, part.text) or quantifiers.not_each(segment, _with_next(part)):
        return found
    if not whether and _HAPPENED.search(segment) and (found := contrasts.falls_short(segment, part.text)):
        return found
    if whether and (found := contrasts.other_scope(segment, part.text)):
        return found
    if whether and figure_holds(query, part) and (found := contrasts.other_action(segment, part.text)):
        return found
    if (whether or query.kind is Kind.EXPLAIN) and _ALREADY.search(segment):
        return contrasts.other_stage_of_one_thing(segment, part.text)
    return None


def _with_next(part: Part) -> str:
    """Return the clause and the one behind it, in which a part of what it counts may stand (11家, 已投产7家)."""
    at = part.end - part.evidence.start
    behind = re.split(r"[，,；;。]", part.evidence.text[at:].lstrip("，,；;。 "))[0]
    return f"{part.text},{plain(behind)}" if behind else part.text


def _other_direction(query: Query, segment: str, parts: Sequence[Part], weight: Weight) -> Premise | None:
    """Find what is said to rise and falls, or the other way round; the words before 增长 say what."""
    subject = contrasts.what_moves(segment)
    if not subject:
        return None
    tokens = asked_tokens(query, subject, alone=True)
    scored = [(share(tokens, _mover(part), weight), part) for part in parts if contrasts.moves(part.text)]
    for score, part in sorted(scored, key=lambda item: -item[0]):
        if score >= _SPEAKS_OF:
            contrast = contrasts.other_direction(segment, part.text)
            return Premise(part, contrast) if contrast else None
    return None


def _mover(part: Part) -> str:
    """Return what a clause says to rise or fall; 同比增长 takes it from the clause before."""
    return contrasts.what_moves(part.text) if part.context == part.text else part.context
