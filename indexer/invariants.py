"""What must hold between reports, sections and passages, checked one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.corpus import Passage, Report, Section


def flaws(reports: Sequence[Report], passages: Sequence[Passage]) -> Iterator[str]:
    """Yield each contradiction as a line naming where it is; nothing for a sound corpus."""
    by_id = {report.id: report for report in reports}
    if len(by_id) != len(reports):
        yield "two reports have one id"
    for report in reports:
        yield from _section_flaws(report)
    for row, passage in enumerate(passages):
        owner = by_id.get(passage.report)
        if owner is None:
            yield f"passage {row}: no report {passage.report!r}"
        elif what := _passage_flaw(owner, passage):
            yield f"passage {row} of {passage.report}: {what}"
    for row, (one, following) in enumerate(pairwise(passages)):
        if one.report == following.report and one.end > following.start:
            yield f"passage {row} of {one.report}: runs into the next"


def _section_flaws(report: Report) -> Iterator[str]:
    for at, section in enumerate(report.sections):
        if section.index != at:
            yield f"section {at} of {report.id}: bears the number {section.index}"
        if not 0 <= section.start < section.body <= section.end <= len(report.text):
            yield f"section {at} of {report.id}: its offsets do not fit the text"
        if section.parent is not None and not _holds(report.sections, at, section.parent):
            yield f"section {at} of {report.id}: is not inside its parent"


def _holds(sections: Sequence[Section], at: int, parent: int) -> bool:
    if not 0 <= parent < at:
        return False
    outer, inner = sections[parent], sections[at]
    return outer.level < inner.level and outer.body <= inner.start and inner.end <= outer.end


def _passage_flaw(report: Report, passage: Passage) -> str | None:
    if report.text[passage.start : passage.end] != passage.text:
        return "its text is not the report's at its offsets"
    if passage.section is None:
        return "has a path but no section" if passage.path else None
    if not 0 <= passage.section < len(report.sections):
        return "its section does not exist"
    section = report.sections[passage.section]
    if not section.start <= passage.start < passage.end <= section.end:
        return "is not inside its section"
    return None if passage.path == report.path(passage.section) else "its path is not its section's"
