"""Headings that tell time → the period of every section: done or planned, and of which year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.corpus import Period, Scope
from indexer.line_headings import Style
from indexer.outline import Node
from indexer.scopes import Mention, is_shortcomings, opening_year, read_heading, spoken_year

_OWN_TIME = (Style.TITLE, Style.PART, Style.CHINESE, Style.CHINESE_BRACKETS, Style.BARE)
"""Headings below a part that may change its period (下一步打算 in a review); the finer ones never do."""


@dataclass(frozen=True, slots=True)
class _Years:
    """The years that a report's reviews and plans are about where they name none; ``gap`` is 0 within one year."""

    done: int | None
    planned: int | None
    gap: int


def section_periods(text: str, nodes: Sequence[Node], year: int | None = None, title: str = "") -> list[Period]:
    """Return the period of each node: its own where its heading tells it, else that of the part it stands in.

    The parts of a report are its top headings, or those under the one title line that heads them all. A part that
    tells nothing goes on with the part before it (a plan may run over several parts).
    """
    frame, parts = _frame(nodes, title)
    mentions = {i: _mention(text, nodes[i]) for i in parts}
    years = _years(frame, list(mentions.values()), year, spoken_year(text[: nodes[0].heading.start] if nodes else ""))
    before = _period(frame, years)
    periods: list[Period] = []
    for i, node in enumerate(nodes):
        if i in mentions:
            part = _period(mentions[i], years)
            if is_shortcomings(node.heading.shown):
                periods.append(replace(before, scope=None))
                continue
            before = before if part.scope is None else part
            periods.append(before)
        elif node.parent is None:
            periods.append(before)
        else:
            periods.append(_inner_period(node, periods[node.parent], years))
    return periods


def title_period(title: str, year: int | None) -> Period:
    """Return the period of a report that has no heading, as its title tells it."""
    mention = read_heading(title)
    return _period(mention, _years(mention, [], year, None))


def _frame(nodes: Sequence[Node], title: str) -> tuple[Mention, list[int]]:
    """Return what the title of the whole report says, and the parts of the report."""
    tops = [i for i, node in enumerate(nodes) if node.parent is None]
    if len(tops) == 1 and nodes[tops[0]].heading.style is Style.TITLE:
        parts = [i for i, node in enumerate(nodes) if node.parent == tops[0] and node.heading.style < Style.RUN_IN]
        return read_heading(nodes[tops[0]].heading.shown), parts
    return read_heading(title), tops


def _mention(text: str, node: Node) -> Mention:
    mention = read_heading(node.heading.shown)
    if mention.scope is None or mention.year:
        return mention
    return replace(mention, year=opening_year(text[node.heading.body : min(node.end, node.heading.body + 400)]))


def _years(frame: Mention, parts: Sequence[Mention], year: int | None, spoken: int | None) -> _Years:
    told = [frame, *parts]
    gap = 0 if any(mention.within_year for mention in told) else 1
    done = next((m.year for m in [*parts, frame] if (m.scope is Scope.DONE or m.both) and m.year), None)
    planned = next((m.year for m in [*parts, frame] if m.scope is Scope.PLANNED and m.year and not m.year_from), None)
    done = done or (planned - gap if planned else None) or year or (spoken - gap if spoken else None)
    return _Years(done, planned or (done + gap if done else None), gap)


def _period(mention: Mention, years: _Years) -> Period:
    if mention.scope is None:
        return Period()
    if mention.scope is Scope.DONE:
        year = mention.year or years.done
        several = mention.year_from or (year - mention.years + 1 if year and mention.years > 1 else None)
        return Period(Scope.DONE, year, several)
    year = mention.year or years.planned
    if mention.years > 1 and year and not mention.year_from:  # 今后五年
        return Period(Scope.PLANNED, year + mention.years - 1, year)
    return Period(Scope.PLANNED, year, mention.year_from)


def _inner_period(node: Node, inherited: Period, years: _Years) -> Period:
    """Return the period of a heading inside a part; it differs only where the heading says so in so many words."""
    heading = node.heading
    if heading.style not in _OWN_TIME or (heading.run_in and heading.style > Style.CHINESE_BRACKETS):
        return inherited
    if is_shortcomings(heading.shown):
        return replace(inherited, scope=None)
    mention = read_heading(heading.shown, strictly=True)
    if mention.scope in (None, inherited.scope):
        named = mention.year if inherited.scope and mention.year and not mention.year_from else None
        within = named and inherited.year_from and inherited.year and inherited.year_from <= named <= inherited.year
        return Period(inherited.scope, named) if within else inherited
    if mention.scope is Scope.DONE and mention.year is None and inherited.year:
        return Period(Scope.DONE, inherited.year - years.gap)
    if mention.scope is Scope.PLANNED and mention.year is None and inherited.scope is Scope.DONE and inherited.year:
        gap = 0 if mention.within_year else years.gap
        return _period(replace(mention, year=inherited.year + gap), years)
    return _period(mention, years)
