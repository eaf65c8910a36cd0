"""How well a passage's time fits the time asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chat_app.questions import Query
from indexer.corpus import Passage, Report, Scope

_RANGE, _UNKNOWN, _OTHER = 0.5, 0.4, 0.0


def report_years(reports: Sequence[Report]) -> dict[str, int]:
    """Return the year in which each report was given: as its metadata say, else the year that it plans."""
    years = {}
    for report in reports:
        planned = [s.period.year for s in report.sections if s.period.scope is Scope.PLANNED and s.period.year]
        single = [s.period.year for s in report.sections if s.period.year and not s.period.year_from]
        year = min(planned, default=None) or (max(single) + 1 if single else None)
        if year is not None:
            years[report.id] = year
    return years


def year_fit(query: Query, passage: Passage, given: Mapping[str, int]) -> float:
    """Return 1 where the passage is of the year asked for (or of the report meant), 0 where it is of another.

    In between: a passage over several years that hold the one asked for, or one of no known year. ``given`` maps
    report ids to the years in which they were given. A question that names no year fits everything: 1.
    """
    if query.report_year is not None:
        return 1.0 if given.get(passage.report) == query.report_year else _OTHER
    if not query.years:
        return 1.0
    period = passage.period
    if period.year in query.years and not period.year_from:
        return 1.0
    if any(f"{year}年" in passage.text for year in query.years):
        return 1.0
    if period.year is None:
        return _UNKNOWN
    first = period.year_from or period.year
    if {*range(first, period.year + 1)} <= set(query.years):
        return 1.0
    return _RANGE if any(first <= year <= period.year for year in query.years) else _OTHER


def scope_fit(query: Query, passage: Passage) -> float:
    """Return 1 where done or planned is as asked for, −1 where it is the other, 0 where one of the two is open."""
    if query.scope is None or passage.period.scope is None:
        return 0.0
    return 1.0 if query.scope is passage.period.scope else -1.0
