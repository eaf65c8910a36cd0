"""The section tree of a report: headings nested, each with the period it speaks of."""

from __future__ import annotations

from indexer.corpus import Section
from indexer.outline import outline
from indexer.periods import section_periods


def split_sections(text: str, year: int | None = None, title: str = "") -> tuple[Section, ...]:
    """Return the sections of ``text`` in document order.

    ``year`` is the year the whole report is about, ``title`` its title where it stands outside the text; both are
    used only where the headings name no time themselves.
    """
    nodes = outline(text)
    periods = section_periods(text, nodes, year, title)
    return tuple(
        Section(
            index=i,
            level=node.level,
            heading=node.heading.shown,
            start=node.heading.start,
            body=node.heading.body,
            end=node.end,
            parent=node.parent,
            period=periods[i],
            run_in=node.heading.run_in,
        )
        for i, node in enumerate(nodes)
    )
