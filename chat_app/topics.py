"""Questions for a visitor who does not know what to ask, made from the headings of the reports.

Each was asked beforehand and is answered from the section that its heading stands over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chat_app.answers import Answer, Outcome, Question
from chat_app.rewording import HEADING
from indexer.corpus import Period, Report, Section

_MOST = 60  # headings that are tried, of all reports together; each takes some 20 ms


@dataclass(frozen=True, slots=True)
class Topic:
    """The questions that one part of a report answers: ``heading`` of the part, its period, at least one question."""

    heading: str
    period: Period
    questions: tuple[str, ...]


def find_topics(ask: Callable[[Question], Answer], reports: Sequence[Report]) -> tuple[Topic, ...]:
    """Return the topics of the reports, one for each part at the top of a report whose headings lead to answers."""
    topics = []
    left = _MOST
    for report in reports:
        for top in (section for section in report.sections if section.parent is None):
            leaves = list(_leaves(report, top))[:left]
            left -= len(leaves)
            questions = tuple(filter(None, (_question(ask, report, leaf) for leaf in leaves)))
            if questions:
                topics.append(Topic(top.heading, top.period, questions))
    return tuple(topics)


def _leaves(report: Report, top: Section) -> Iterator[Section]:
    """Yield the sections below ``top`` that have none below them."""
    parents = {section.parent for section in report.sections}
    for section in report.sections:
        if top.start < section.start < top.end and section.index not in parents:
            yield section


def _question(ask: Callable[[Question], Answer], report: Report, section: Section) -> str | None:
    """Return the question on a section; None where the answer is not from that section."""
    question = HEADING[section.period.scope].format(section.heading)
    answer = ask(Question(question, report=report.id))
    within = all(section.start <= citation.start < section.end for citation in answer.citations)
    return question if answer.outcome is not Outcome.NOT_FOUND and answer.citations and within else None
