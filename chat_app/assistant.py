"""The only door: a question in, an answer with its citations out."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from threadpoolctl import threadpool_limits

from chat_app import boundaries, confidence, gaps, grounding, places, verdicts
from chat_app.answers import Answer, Evidence, Outcome, Question, QuestionError
from chat_app.asserted_names import names_of
from chat_app.assertions import Reading
from chat_app.composer import Composer, events_of
from chat_app.expectations import Told
from chat_app.extractor import Extract, Extractor
from chat_app.findings import Found, Part, part_of, read_parts
from chat_app.gathering import wants_several
from chat_app.other_time import other_time
from chat_app.questions import Query
from chat_app.retriever import Retriever
from chat_app.searching import Searching
from chat_app.suggestions import Suggester
from chat_app.understanding import Understanding
from chat_app.verdicts import Decision
from chat_app.wording import Kind
from indexer.bundle import IndexBundle
from indexer.corpus import Report
from indexer.encoders import Encoder, load_encoder
from indexer.lexicon import normalise

_SPEAKS_OF_IT = 0.2
"""Probability from which a passage speaks of the matter, so that what it lacks is a reason."""
_OF_ITS_SECTION = 0.5
"""How sure an overview is that stands under what is asked about."""
_ALLOCATIONS = 5_000
"""Objects made between two collections: a question makes some thousand, hardly any of them in cycles."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Assistant:
    """Answers questions from the reports of one bundle; safe to use from several threads.

    ``contact`` is whom to ask when the reports are silent.
    """

    bundle: IndexBundle
    embedder: Encoder
    contact: str = "政务服务热线 12345"

    @classmethod
    def load(cls, index: Path, contact: str = "政务服务热线 12345", generation: str | None = None) -> Assistant:
        """Load the bundle at ``index``, or the ``generation`` of that digest, and the embedder that made it.

        Raises BundleError for a missing or damaged bundle or one of another embedder, EmbedderError for a model
        that cannot be had.
        """
        # A question brings small matrices, for which several threads would only wait for each other.
        threadpool_limits(1, user_api="blas")
        bundle = IndexBundle.load(index, generation)
        embedder = load_encoder(bundle.embedder_name)
        bundle.check_embedder(embedder)
        gc.freeze()  # what was loaded stays; a collection in the middle of a question need not look through it
        gc.set_threshold(_ALLOCATIONS)
        return cls(bundle, embedder, contact)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports that are searched."""
        return self.bundle.reports

    @property
    def index(self) -> str:
        """The digest of the bundle."""
        return self.bundle.digest

    @property
    def degraded(self) -> str | None:
        """Why an older generation of the bundle is served, None when all is well."""
        return self.bundle.degraded

    @cached_property
    def retriever(self) -> Retriever:
        """What finds passages."""
        return Retriever(self.bundle, self.embedder)

    @cached_property
    def extractor(self) -> Extractor:
        """What reads clauses from passages."""
        return Extractor(self.bundle, self.embedder)

    @cached_property
    def _composer(self) -> Composer:
        return Composer(self.bundle, self.contact)

    @cached_property
    def suggester(self) -> Suggester:
        """What finds further questions."""
        return Suggester(self.bundle, self.answer)

    @cached_property
    def _searching(self) -> Searching:
        return Searching(self.retriever, self.reports)

    @cached_property
    def _understanding(self) -> Understanding:
        return Understanding(self.bundle.vocabulary)

    def ask(self, question: Question) -> Answer:
        """Answer ``question`` and suggest what to ask next.

        Raises QuestionError, its message in plain Chinese, for a question that cannot be asked.
        """
        started = time.perf_counter()
        answer = self.answer(question)
        return _timed(replace(answer, suggestions=self.suggester.suggest(question, answer)), started)

    def answer(self, question: Question) -> Answer:
        """Answer as ``ask`` does, without suggestions; what is not found as first read is looked for as read anew."""
        started = time.perf_counter()
        answers = [self._answer(question, query := self.read(question))]
        if not boundaries.is_small_talk(query):
            for again in self._understanding.read_anew(question, query, self._searched(question.report)):
                if answers[-1].outcome is not Outcome.NOT_FOUND:
                    break
                answers.append(self._answer(question, again))
        found = answers[-1].outcome is not Outcome.NOT_FOUND
        in_vain = query.corrected and len(answers) > 1  # then the answer as typed, which tells of no correction
        return _timed(answers[-1] if found else answers[1 if in_vain else 0], started)

    def _answer(self, question: Question, query: Query) -> Answer:
        searched = self._searched(question.report)
        among = self._searching.among(question, query)
        evidence = self._searching.evidence(query, among)
        outside = boundaries.reasons(query, searched)
        query = replace(query, notes=(*query.notes, *outside))
        silent = outside or boundaries.is_small_talk(query)
        readable = [] if silent or not query.words else self._searching.readable(query, evidence, among)
        shifted = None if silent else other_time(query, evidence, readable)
        if shifted:
            query, readable = shifted.query, [shifted.evidence]
        overview = query.kind is Kind.OVERVIEW
        query, extracts = self.extract(query, readable)
        decision = shifted.decision(part_of(extracts[0])) if shifted else self.decide(query, extracts, readable)
        verdict = decision.verdict if decision else None
        signals = confidence.read_signals(query, extracts, readable, verdict) if extracts else None
        plain = confidence.probability(signals) if signals else 0.0
        probability = confidence.probability(signals, self.told(query, extracts)) if signals else 0.0
        if overview and extracts and self.extractor.overviews.found(query, extracts, evidence):
            probability = max(probability, _OF_ITS_SECTION)
        if decision and decision.sureness:
            probability = max(probability, decision.sureness)
        elif max(plain, probability) >= _SPEAKS_OF_IT and (why := self.gap(query, extracts, decision)):
            query, probability = replace(query, notes=(*query.notes, why)), 0.0
        if probability < confidence.threshold(query):
            answer = self._composer.not_found(query, evidence, probability)
        else:
            if not decision:
                extracts = self.extractor.gathered(query, extracts, boundaries.of_the_year(query, evidence, searched))
            answer = self._composer.answered(query, extracts, evidence, probability, decision)
        if wrong := grounding.faults(answer, {report.id: report.text for report in searched}, query.text):
            _log.error("an answer failed its check and is not shown: %s", "; ".join(wrong))
            answer = self._composer.not_found(query, evidence, 0.0)
        return answer

    def read(self, question: Question) -> Query:
        """Return ``question`` as read; raises QuestionError for one that cannot be asked."""
        return self._understanding.read(question, self._searched(question.report))

    def extract(self, query: Query, evidence: Sequence[Evidence]) -> tuple[Query, list[Extract]]:
        """Return what is to be quoted of ``evidence``, and ``query`` as it is answered by that.

        What asks for several things that no one list has is answered as an overview.
        """
        extracts = self.extractor.extract(query, evidence)
        if not extracts or query.kind is Kind.OVERVIEW or not wants_several(query, extracts[0]):
            return query, extracts
        query = replace(query, kind=Kind.OVERVIEW)
        return query, self.extractor.extract(query, evidence)

    def told(self, query: Query, extracts: Sequence[Extract]) -> Told | None:
        """Return what expected questions say of answering ``query`` by ``extracts``; None where none are expected."""
        quoted = [(extract.evidence.report, extract.start, extract.end) for extract in extracts]
        return self.retriever.expectations.of(query).told(quoted)

    def stream(self, question: Question) -> Iterator[tuple[str, object]]:
        """Yield ``("evidence", list)``, ``("delta", {"text": …})`` for each statement and ``("answer", dict)`` last."""
        yield from events_of(self.ask(question))

    def examples(self) -> tuple[str, ...]:
        """Return the example questions of the reports, those that are answered."""
        asked = (question for report in self.reports for question in report.examples)
        return tuple(q for q in asked if self.answer(Question(q)).outcome is not Outcome.NOT_FOUND)

    def _searched(self, report: str | None) -> Sequence[Report]:
        if report is None:
            return self.reports
        found = [r for r in self.reports if r.id == report]
        if not found:
            raise QuestionError(f"没有编号为“{report}”的报告。", "unknown_report")
        return found

    def decide(self, query: Query, extracts: Sequence[Extract], evidence: Sequence[Evidence]) -> Decision | None:
        """Return the verdict on ``query`` from the ``evidence`` read for it, None where none is asked for or sure."""
        if not extracts:
            return None

        def again(asked: Query) -> Reading:
            best = self.extractor.best(asked, evidence)
            sureness = confidence.probability(confidence.read_signals(asked, [best], evidence))
            return Reading(best.short, part_of(best), sureness, sureness >= confidence.THRESHOLD)

        report = self.bundle.report(extracts[0].evidence.report)
        text = normalise(report.text)
        names = names_of(text, normalise(report.title + report.publisher))
        sources = verdicts.Sources(self.bundle.keywords.idf, text, names, again)
        decision = verdicts.decide(query, extracts, read_parts(evidence), sources)
        return None if decision and decision.puts_right and self._beside(query, decision.part) else decision

    def _beside(self, query: Query, part: Part) -> bool:
        """Tell whether questions are expected of the report, and ``part`` answers none of those like ``query``."""
        told = self.retriever.expectations.of(query).told([(part.evidence.report, part.start, part.end)])
        return told is not None and not told.expected

    def gap(self, query: Query, extracts: Sequence[Extract], decision: Decision | None) -> str:
        """Return what keeps the extracts from answering, ``""`` for nothing."""
        if not extracts or (decision and decision.puts_right):  # that is told, whatever else is asked
            return ""
        found = Found.of(extracts, self.bundle.report(extracts[0].evidence.report))
        return places.other_place(query, found) if decision else gaps.reason(query, found)


def _timed(answer: Answer, started: float) -> Answer:
    return replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)
