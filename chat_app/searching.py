"""What is searched for a question, and which of the passages found are read for the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat_app import boundaries
from chat_app.answers import Evidence, Question
from chat_app.assertions import without_figures
from chat_app.counts import figure_holds
from chat_app.findings import read_parts
from chat_app.parts import parts_of
from chat_app.questions import Query, is_follow_up
from chat_app.retriever import Retriever
from indexer.corpus import Report

EVIDENCE = 10
"""Passages returned with every answer."""
_OF_PART = 3
"""Passages read further for each part of a question of several."""
_READ = 5
"""Passages read for the answer."""


@dataclass(frozen=True, slots=True)
class Searching:
    """Searches ``reports`` with ``retriever``."""

    retriever: Retriever
    reports: Sequence[Report]

    def among(self, question: Question, query: Query) -> set[str] | None:
        """Return the ids of the reports to search, None for all: the one asked of, or those of the place named."""
        if question.report:
            return {question.report}
        text = " ".join((*question.history, query.text)) if is_follow_up(question) else query.text
        named = boundaries.of_the_place(text, self.reports)
        return named if len(named) < len(self.reports) else None

    def evidence(self, query: Query, among: set[str] | None) -> list[Evidence]:
        """Return the passages found; a figure asserted that the first has not is no word to search by."""
        found = self.retriever.find_evidence(query, EVIDENCE, among)
        anew = without_figures(query)
        if not found or anew == query or any(figure_holds(query, part) for part in read_parts(found[:1])):
            return found
        other = self.retriever.find_evidence(anew, EVIDENCE, among)
        return other if other[:1] and other[0].passage != found[0].passage else found

    def readable(self, query: Query, evidence: Sequence[Evidence], among: set[str] | None) -> list[Evidence]:
        """Return the passages to read: the best for the question, and the best for each of its parts."""
        searched = [report for report in self.reports if among is None or report.id in among]
        found = boundaries.of_the_year(query, evidence, searched)[:_READ]
        for part in parts_of(query):
            found += boundaries.of_the_year(part, self.retriever.find_evidence(part, _OF_PART, among), searched)
        return list({item.passage: item for item in reversed(found)}.values())[::-1]
