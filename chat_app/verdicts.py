"""Yes or no, with the clause of the report that decides; no verdict where the evidence does not decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from chat_app import contrasts
from chat_app.assent import SUPPORTS, lacks, supports
from chat_app.asserted_names import other_name, other_polarity, unknown_name
from chat_app.assertions import Again, held_figures
from chat_app.claims import asks_what, asks_whether, segments
from chat_app.clauses import split_clauses
from chat_app.counts import figure_holds
from chat_app.extractor import Extract
from chat_app.findings import Part, Weight, asked_tokens, part_of, plain, share
from chat_app.oppositions import opposition
from chat_app.premises import Premise, false_premise, memberships
from chat_app.questions import Query
from chat_app.wording import Kind, scope_of
from indexer.corpus import Scope

SURENESS = 0.8
"""Probability that a corrected premise is right, whatever the words of the question share with the clause."""
_LEAD = 0.15
_FEW = 3
"""Clauses of a quotation up to which a denial in it is one of what is asked."""
_PHASE = re.compile(r"[一二三四五]期|第[一二三四五]批")
_AHEAD = re.compile(
    r"还会|还要|还继续|继续|今后|以后|会不会|会(?!议|员|计|儿|上)|要不要|打算|计划|准备(?!好)|还(?!没)[^\s]{0,4}吗|能"
)
_NOW = re.compile(r"(?:现在|目前|如今|眼下)[^,，]*了(?:吗|没|吧|\s*[?？]|$)")
_TARGET = re.compile(r"目标|指标|任务|计划数|预期")
_HAPPENED = re.compile(r"了\s*(?:吗|没|吧|对吧|是吧|是吗)|了(?:没有?|吗)|没有?\s*\??$|已经?|过吗|[成好完]了|成功")
_EXISTS = re.compile(r"有没有|有无|有[^\s]{0,12}吗")
_MAY = re.compile(r"能不能|能否|可以|可不可以|能[^\s]{0,12}吗")


@dataclass(frozen=True, slots=True)
class Sources:
    """What a verdict is judged with: the idf of terms, text and names of the report, and the evidence read again."""

    weight: Weight
    text: str
    names: frozenset[str]
    again: Again


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with its deciding clause.

    ``opening`` are the words put before the quotation; ``notes`` go with the answer: the premise put right, or that
    the report only plans it; ``sureness`` is the least probability that a corrected premise has, ``short`` what the
    report says in its place.
    """

    verdict: str
    part: Part
    opening: str
    notes: tuple[str, ...] = ()
    sureness: float = 0.0
    short: str | None = None

    @property
    def puts_right(self) -> bool:
        """Whether it contradicts what the question takes for granted."""
        return self.notes == (self.opening,)


def decide(query: Query, extracts: Sequence[Extract], parts: Sequence[Part], sources: Sources) -> Decision | None:
    """Return the verdict on ``query``: on a premise that the evidence contradicts, or on a question for yes or no.

    ``extracts`` are what would be quoted, the best first, and ``parts`` the clauses of the evidence.
    """
    if not parts or not extracts or query.both:
        return None
    if premise := false_premise(query, parts, sources.weight):
        return _put_right(premise, SURENESS)
    best = part_of(max(extracts, key=attrgetter("merit")) if query.kind is Kind.OVERVIEW else extracts[0])
    held = held_figures(query, best, sources.again)
    if held.premise:
        return _put_right(held.premise, held.probability)
    unknown = unknown_name(query, best, sources.names, sources.text)
    named = unknown or other_name(query, best, sources.names)
    if premise := named or other_polarity(query, best) or _excluded(query, best):
        return _put_right(premise, 0.0)
    if not asks_whether(query.text) or "还是" in query.text:
        return None
    if held.part is None and contrasts.denies(best.text) and len(split_clauses(best.text)) <= _FEW:
        return Decision("no", best, "没有：")
    if held.part and held.reached and not lacks(query, held.part):
        return Decision("yes", held.part, _assent(query.text), sureness=held.probability)
    decision = _on_part(query, held.part or _deciding(query, best, parts, sources.weight))
    if decision.verdict == "yes":
        if premise := _excluded(query, decision.part):
            return _put_right(premise, 0.0)
        sure = replace(decision, sureness=held.probability)  # of no figure that the question says: 0
        return sure if supports(query, decision.part, sources.weight) else None
    return decision


def _excluded(query: Query, part: Part) -> Premise | None:
    """Return what the question says that ``part`` excludes, so that no yes is said to it."""
    whether = asks_whether(query.text)
    said = (segment for segment in segments(query.text) if whether or not asks_what(segment))
    found = next((contrast for segment in said if (contrast := opposition(segment, part.text))), None)
    return Premise(part, found) if found else None


def _put_right(premise: Premise, sureness: float) -> Decision:
    said = premise.contrast.said or None
    return Decision("no", premise.part, premise.correction, (premise.correction,), sureness, said)


def _deciding(query: Query, best: Part, parts: Sequence[Part], weight: Weight) -> Part:
    """Return the clause that says most of the question where it says enough, else what would be quoted."""
    tokens = asked_tokens(query, query.text)
    part = _speaking_of(query, parts, tokens, weight)
    said = part.context + plain(" ".join(part.evidence.path))
    return part if share(tokens, said, weight) >= SUPPORTS else best


def _speaking_of(query: Query, parts: Sequence[Part], tokens: frozenset[str], weight: Weight) -> Part:
    """Return the clause that says most of the question.

    Among equals, a list with the name asked about comes first, the figure as claimed, the phase (一期) asked about, a
    plan where one is asked about, and a target missed where targets are.
    """
    listed = {part.start for _, _, part in memberships(query.text, parts)}
    ahead, targets = bool(_AHEAD.search(query.text)), bool(_TARGET.search(query.text))
    phases = set(_PHASE.findall(query.text))

    def merit(part: Part) -> float:
        planned = part.evidence.period.scope is Scope.PLANNED
        missed = contrasts.denies(part.text)
        others = set(_PHASE.findall(part.text))
        leads = (
            (part.start in listed)
            + (figure_holds(query, part) or 0) * 2
            + (ahead if planned else 0.5 * (not ahead))
            + (targets and missed)
            + 3 * (bool(phases & others) - bool(others - phases) if phases else 0)
        )
        held = share(tokens, part.context, weight)
        return (0.9 * share(tokens, part.evidence.text, weight) + 0.1 * held if missed else held) + _LEAD * leads

    return max(parts, key=merit)


def only_planned(part: Part) -> Decision:
    """Return the verdict that what ``part`` plans has not happened yet."""
    year = part.evidence.period.year
    return Decision("no", part, "还没有：", (f"报告把它列为{year}年计划。" if year else "报告把它列为计划。",))


def _on_part(query: Query, part: Part) -> Decision:
    planned = part.evidence.period.scope is Scope.PLANNED
    ahead = _AHEAD.search(query.text) and not _NOW.search(query.text)
    happened = bool(_HAPPENED.search(query.text)) and not ahead
    if contrasts.denies(part.text) or contrasts.kept_within(query.text, part.text):
        return Decision("no", part, "没有：")
    if happened and contrasts.remains(part.text):
        return Decision("no", part, "没有：")
    if happened and planned and scope_of(query.text) is not Scope.PLANNED:
        return only_planned(part)
    if happened and (short := contrasts.falls_short(query.text, part.text)):
        return Decision("no", part, "还没有：", (f"报告写到的是{short.said}，没有写{short.asked}。",))
    if planned:  # what is planned is told to the end of the sentence
        part = replace(part, end=part.evidence.end)
    return Decision("yes", part, _assent(query.text))


def _assent(text: str) -> str:
    if _EXISTS.search(text):
        return "有："
    return "可以：" if _MAY.search(text) else "是的："
