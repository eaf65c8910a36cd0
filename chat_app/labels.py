"""What a statement opens with, so that it is not misread: its year, and whether it is done or planned.

A year is said only where a heading of the report says it, and that heading is cited with the statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chat_app.reading import Extract
from indexer.bundle import IndexBundle
from indexer.corpus import Report, Scope, Section

_SCOPES = {Scope.DONE: "已完成", Scope.PLANNED: "计划"}


def labelled(extract: Extract, bundle: IndexBundle, scope: bool) -> Extract:
    """Return ``extract`` with its year as a label, and with done or planned where ``scope``; as it is without either.

    A range that names a year itself gets no year again.
    """
    item, said = extract.evidence, ""
    period, report = item.period, bundle.report(item.report)
    quote = report.text[extract.start : extract.end]
    heading = None
    if period.year and not period.year_from and f"{period.year}年" not in quote:
        heading = _saying(period.year, report, bundle.passages[item.passage].section)
        said = f"{period.year}年" if heading else ""
    done = _SCOPES.get(period.scope, "") if scope and period.scope else ""
    return replace(extract, label=f"{said}{done}：", heading=heading) if said or done else extract


def _saying(year: int, report: Report, section: int | None) -> tuple[int, int] | None:
    """Return where the nearest heading above ``section`` stands that says ``year``; None where none does."""
    for heading in _above(report, section):
        written = report.text[heading.start : heading.body].rstrip()
        if f"{year}年" in written:
            return heading.start, heading.start + len(written.rstrip("。"))
    return None


def _above(report: Report, section: int | None) -> Iterator[Section]:
    while section is not None:
        yield report.sections[section]
        section = report.sections[section].parent
