"""Further questions that the report does answer, each checked by asking it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import fsum
from threading import Event

from chat_app.answers import Answer, Outcome, Question
from chat_app.quantities import find_quantities
from chat_app.rewording import Candidate, ask_of_section, reword
from chat_app.runs import tokens_of
from chat_app.timing import report_years
from chat_app.wording import refers_back, without_asking
from indexer.bundle import IndexBundle
from indexer.corpus import Passage, Scope, Section
from indexer.lexicon import normalise

MOST = 3
"""Suggestions with one answer."""
_NEAR = 0.75
"""Score from which a passage comes near enough to what was asked in vain: set on questions about other matters."""
_TRIED, _OF_PASSAGE = 3, 2
"""Questions of a passage that are asked, and how many of them are kept."""
_KEPT = 4096
"""Passages whose questions are kept in memory."""
_COUNTERPART = 14.0
"""Weight of the terms that work planned has to share with work done to be its continuation."""
_SHARED = 0.2
"""Share of the weight of its terms that they have to share, too."""
_ALIKE = 0.9
"""Share of its terms by which a question repeats an earlier one."""
_PAUSE = 0.02
"""Seconds between the passages that are prepared in the background, for whoever asks meanwhile."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that is answered from ``[start, end)`` of ``report``."""

    text: str
    report: str
    start: int
    end: int


class Suggester:
    """Finds further questions; safe to use from several threads.

    ``answer`` is how a question is checked; it makes no suggestions of its own. What a passage gives is found once.
    """

    def __init__(self, bundle: IndexBundle, answer: Callable[[Question], Answer]) -> None:
        self._bundle, self._answer = bundle, answer
        self._starts = [(passage.report, passage.start) for passage in bundle.passages]
        self._order = sorted(range(len(self._starts)), key=self._starts.__getitem__)
        self._sorted = [self._starts[i] for i in self._order]
        self._years = report_years(bundle.reports)
        self._of = lru_cache(maxsize=_KEPT)(self._checked)
        self._planned = lru_cache(maxsize=_KEPT)(self._counterpart)

    def suggest(self, question: Question, answer: Answer) -> tuple[str, ...]:
        """Return up to three questions beside ``answer``; none is ``question`` or one asked before it."""
        chosen: dict[str, None] = {}
        for group, most in self._groups(answer):
            fresh = (self._fresh(index, question, answer, chosen) for index in group)
            for text in islice(filter(None, fresh), min(most, MOST - len(chosen))):
                chosen[text] = None
        return tuple(chosen)

    def offered_for(self, answer: Answer) -> list[str]:
        """Return all questions that are suggested from the passages which ``answer`` cites."""
        passages = dict.fromkeys(self._passage_at(c.report, c.start) for c in answer.citations)
        return [found.text for index in passages for found in self._of(index, alone=False)]

    def prepare(self, stopped: Event) -> None:
        """Find the questions of the first passages beforehand, one after the other, until ``stopped`` is set."""
        for index in range(min(len(self._bundle.passages), _KEPT)):
            if stopped.wait(_PAUSE):
                return
            self._of(index, alone=False)
            self._planned(index)

    def _groups(self, answer: Answer) -> Iterator[tuple[Sequence[int], int]]:
        """Yield passages to take questions from, the nearest first, and how many questions."""
        near = [item.passage for item in answer.evidence if item.score >= _NEAR][:MOST]
        if not answer.citations:
            yield near, MOST
            if near:
                yield self._beside(near[0])[1:3], MOST
        else:
            cited = self._passage_at(answer.citations[0].report, answer.citations[0].start)
            beside = self._beside(cited)
            yield beside[:3], 2
            yield self._planned(cited), 1
            yield self._next_sections(cited), MOST
            yield beside[3:5], MOST
            yield near, MOST

    def _fresh(self, index: int, question: Question, answer: Answer, chosen: dict[str, None]) -> str | None:
        """Return a question of a passage that is not answered already and was not asked before."""
        for found in self._of(index, alone=question.report is not None):
            answered = any(
                c.report == found.report and c.start < found.end and found.start < c.end for c in answer.citations
            )
            if not (answered or found.text in chosen or _was_asked(found.text, question)):
                return found.text
        return None

    def _checked(self, index: int, *, alone: bool) -> tuple[Suggestion, ...]:
        """Return the questions of a passage that are answered from it; ``alone``: with its report searched only."""
        passage = self._bundle.passages[index]
        tried = (self._check(c, passage, alone=alone) for c in reword(passage)[:_TRIED])
        found = tuple(islice(filter(None, tried), _OF_PASSAGE))
        if found or not (section := self._opened(passage)) or not (text := ask_of_section(section)):
            return found
        heading = Candidate(text, 0, section.end - passage.start)
        return tuple(filter(None, (self._check(heading, passage, alone=alone),)))

    def _check(self, candidate: Candidate, passage: Passage, *, alone: bool) -> Suggestion | None:
        text = candidate.text if alone else self._meaning(passage.report) + candidate.text
        if refers_back(text):
            return None
        answer = self._answer(Question(text, report=passage.report if alone else None))
        start, end = passage.start + candidate.start, passage.start + candidate.end
        within = answer.citations and all(
            c.report == passage.report and start <= c.start < end for c in answer.citations
        )
        right = answer.outcome is Outcome.ANSWERED and within and _gives(answer, candidate)
        return Suggestion(text, passage.report, start, end) if right else None

    def _meaning(self, report: str) -> str:
        """Return the words that say which of several reports is meant, ``""`` where nothing tells them apart."""
        year = self._years.get(report)
        if year is None or len(self._bundle.reports) == 1 or list(self._years.values()).count(year) != 1:
            return ""
        return f"{year}年报告里，"

    def _passage_at(self, report: str, start: int) -> int:
        return self._order[max(0, bisect_right(self._sorted, (report, start)) - 1)]

    def _beside(self, index: int) -> list[int]:
        """Return the passages of the same section, the nearest first, that at ``index`` before all."""
        at = self._bundle.passages[index]
        reach = range(max(0, index - 4), min(len(self._bundle.passages), index + 5))
        same = [i for i in reach if self._place(i) == (at.report, at.section)]
        return sorted(same, key=lambda i: (abs(i - index), i < index))

    def _next_sections(self, index: int) -> list[int]:
        """Return the first passages of the sections behind and before that one in its chapter."""
        at = self._bundle.passages[index]
        sections = self._bundle.report(at.report).sections
        if at.section is None:
            return []
        own = sections[at.section]
        chapter = [s for s in sections if s.parent == own.parent and s.level == own.level]
        here = chapter.index(own)
        return [self._passage_at(at.report, s.body) for s in (*chapter[here + 1 : here + 2], *chapter[:here][-1:])]

    def _counterpart(self, index: int) -> tuple[int, ...]:
        """Return the passage that plans on with what that one says was done, none where no plan speaks of it."""
        done = self._bundle.passages[index]
        if done.period.scope is not Scope.DONE:
            return ()
        terms = tokens_of(f"{done.path[-1]} {done.text}" if done.path else done.text)
        weight = {term: self._bundle.keywords.idf(term) for term in terms if len(term) > 1 and not term[0].isdigit()}
        best = max(
            (
                (fsum(weight[term] for term in weight.keys() & tokens_of(other.text)), -i)
                for i, other in enumerate(self._bundle.passages)
                if other.report == done.report and other.period.scope is Scope.PLANNED
            ),
            default=(0.0, 0),
        )
        return (-best[1],) if best[0] >= max(_COUNTERPART, _SHARED * fsum(weight.values())) else ()

    def _opened(self, passage: Passage) -> Section | None:
        """Return the section without others below it that begins with ``passage``."""
        sections = self._bundle.report(passage.report).sections
        if passage.section is None or any(section.parent == passage.section for section in sections):
            return None
        section = sections[passage.section]
        return section if passage.start <= section.body < passage.end else None

    def _place(self, index: int) -> tuple[str, int | None]:
        return self._bundle.passages[index].report, self._bundle.passages[index].section


def _gives(answer: Answer, candidate: Candidate) -> bool:
    """Tell whether ``answer`` gives what the clause says: its figure, its list, its yes."""
    if candidate.figure:
        same = (candidate.figure.value, candidate.figure.unit)
        given = {(q.value, q.unit) for q in find_quantities(normalise(answer.short or ""))}
        return answer.verdict is None and same in given
    return answer.verdict == candidate.verdict and all(item in answer.text for item in candidate.items)


def _was_asked(text: str, question: Question) -> bool:
    if _core(text) == _core(question.text):
        return True
    terms = _terms(text)
    return any(len(terms & _terms(turn)) >= _ALIKE * len(terms) for turn in question.history)


def _core(text: str) -> str:
    return normalise(text.encode(errors="replace").decode()).strip(" ?!。.,")


def _terms(text: str) -> frozenset[str]:
    return tokens_of(without_asking(normalise(text)))
