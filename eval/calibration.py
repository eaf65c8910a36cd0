"""Fits the confidence of answers on a question set: where the weights in ``chat_app.confidence`` come from.

Each answerable question is observed twice: as it is, and with the passages that answer it hidden, as if the report
were silent; so the fit sees as much silence as speech without anyone writing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from chat_app.answers import Evidence, Question
from chat_app.assistant import Assistant
from chat_app.boundaries import of_the_year, reasons
from chat_app.confidence import Signals, read_signals
from chat_app.expectations import Told
from chat_app.extractor import Extract
from eval.questionset import GoldSpan, QuestionRecord

_READ = 5
_HIDDEN_POOL = 40
"""Passages retrieved when those that answer are hidden, so that enough remain."""
_WRONG_WEIGHT = 2.0
_HIDDEN_WEIGHT = 0.7
"""What a wrong or unanswerable observation, and a hidden one, count against a right one."""
_PENALTY = 0.005
_FALLING = {"other_figure", "foreign"}
_EITHER = {"open", "whether", "counts", "follows", "words", "decided"}
"""Signals that can only lower the confidence, and those that may do either; all others can only raise it."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What was known of one answer, and whether it was right; ``told``: by expected questions, None where hidden."""

    signals: Signals
    right: bool
    hidden: bool
    told: Told | None = None


def observe(assistant: Assistant, records: Sequence[QuestionRecord], *, hide: bool = True) -> Iterator[Observation]:
    """Yield one observation for each record that the reports may answer; to ``hide``, two for an answerable one."""
    for record in records:
        query = assistant.read(Question(record.question, record.history))
        if not query.words:
            continue
        if reasons(query, assistant.reports):
            continue
        found = of_the_year(query, assistant.retriever.find_evidence(query, _HIDDEN_POOL), assistant.reports)
        silent = [item for item in found if not any(_overlaps(item, span) for span in record.evidence)]
        for evidence, hidden in ((found, False), (silent, True))[: 1 + (hide and record.answerable)]:
            asked, extracts = assistant.extract(query, evidence[:_READ])
            if not extracts:
                continue
            decision = assistant.decide(asked, extracts, evidence[:_READ])
            if (decision and decision.sureness) or assistant.gap(asked, extracts, decision):
                continue  # a premise put right, or a gap, decides what becomes of the question, not the confidence
            verdict = decision.verdict if decision else None
            found_it = record.answerable and not hidden and _cites(extracts, record.evidence)
            right = found_it and record.verdict in (None, verdict)
            told = None if hidden else assistant.told(asked, extracts)
            yield Observation(read_signals(asked, extracts, evidence, verdict), right, hidden, told)


def fit(observations: Sequence[Observation]) -> tuple[Signals, float]:
    """Return the weights and the bias of a logistic regression with an L2 penalty and signs fixed.

    Wrong answers count double: an answer that is wrong costs more than one that is not given.
    """
    from scipy.optimize import minimize  # only fitting needs it; in the extra "train"

    rows = np.array([astuple(o.signals) for o in observations])
    right = np.array([o.right for o in observations], dtype=float)
    weights = np.array([1.0 if o.right else _HIDDEN_WEIGHT if o.hidden else _WRONG_WEIGHT for o in observations])
    bounds = [(-8, 0 if f.name in _FALLING else 8) if f.name in _FALLING | _EITHER else (0, 8) for f in fields(Signals)]

    def loss(parameters: NDArray[np.float64]) -> float:
        logits = rows @ parameters[:-1] + parameters[-1]
        cross_entropy = (weights * (np.logaddexp(0, logits) - right * logits)).mean()
        return float(cross_entropy + _PENALTY * (parameters[:-1] ** 2).mean())

    found = minimize(loss, np.zeros(len(bounds) + 1), bounds=[*bounds, (-20, 20)]).x
    return Signals(*(round(float(weight), 2) for weight in found[:-1])), round(float(found[-1]), 2)


def _cites(extracts: Sequence[Extract], gold: Sequence[GoldSpan]) -> bool:
    """Tell whether a range quoted and a gold quotation share half of the shorter one."""
    return any(
        min(e.end, span.end) - max(e.start, span.start) >= 0.5 * min(e.end - e.start, span.end - span.start)
        for e in extracts
        for span in gold
        if e.evidence.report == span.report
    )


def _overlaps(item: Evidence, span: GoldSpan) -> bool:
    return item.report == span.report and min(item.end, span.end) > max(item.start, span.start)
