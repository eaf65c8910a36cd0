"""Fits what expected questions tell of an answer: where the weights in ``chat_app.expectations`` come from.

The expected questions are asked themselves, a share of them at a time, of an index that lacks that share, as if they
were new (cross-fitting); so the fit sees near misses that no rule has been made for, and no question of an evaluation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace

import numpy as np
from numpy.typing import NDArray

from chat_app.assistant import Assistant
from chat_app.confidence import logit
from chat_app.expectations import Told
from eval.calibration import Observation, observe
from eval.questionset import GoldSpan, QuestionRecord
from indexer.expected import ExpectedQuestion, ExpectedQuestions

_FOLDS = 5
_WRONG_WEIGHT = 2.0
"""What a wrong observation counts against a right one, as in eval.calibration: the threshold is the same."""
_PENALTY = 0.001


def observe_expected(assistant: Assistant, step: int = 1) -> Iterator[Observation]:
    """Yield an observation for each of every ``step``-th expected question, asked as if it were not expected.

    An answer is right where it quotes the words that the question stands under in the file.
    """
    questions = assistant.bundle.expected.questions
    for fold in range(_FOLDS):
        kept = [question for row, question in enumerate(questions) if row % _FOLDS != fold]
        asked = questions[fold :: _FOLDS * step]
        bundle = replace(assistant.bundle, expected=ExpectedQuestions.build(kept, assistant.embedder))
        records = [_record(question, bundle.report(question.report).text) for question in asked]
        yield from observe(Assistant(bundle, assistant.embedder), records, hide=False)


def fit_expected(observations: Sequence[Observation]) -> tuple[Told, float, float]:
    """Return the weights of what expected questions tell, that of the logit before, and the bias.

    A logistic regression with an L2 penalty, on top of the shipped ``chat_app.confidence``. Raises ValueError where no
    observation has expected questions.
    """
    from scipy.optimize import minimize  # only fitting needs it; in the extra "train"

    told = [(o, o.told) for o in observations if o.told]
    if not told:
        raise ValueError("no expected questions to fit on")
    rows = np.array([(*astuple(seen), logit(o.signals)) for o, seen in told])
    right = np.array([o.right for o, _ in told], dtype=float)
    counts = np.where(right, 1.0, _WRONG_WEIGHT)

    def loss(parameters: NDArray[np.float64]) -> float:
        logits = rows @ parameters[:-1] + parameters[-1]
        cross_entropy = (counts * (np.logaddexp(0, logits) - right * logits)).mean()
        return float(cross_entropy + _PENALTY * (parameters[:-1] ** 2).mean())

    *found, sureness, shift = (round(float(x), 2) for x in minimize(loss, np.zeros(rows.shape[1] + 1)).x)
    return Told(*found), sureness, shift


def _record(question: ExpectedQuestion, text: str) -> QuestionRecord:
    """Return ``question``, on the report that reads ``text``, as a record of a question set."""
    start, end = question.start, question.end
    spans = (GoldSpan(0, question.report, text[start:end], start, end),) if question.reported else ()
    return QuestionRecord(
        id="expected",
        question=question.text,
        type="explain" if spans else "unanswerable",
        split="dev",
        answerable=bool(spans),
        evidence=spans,
        unanswerable_kind=None if spans else "near_miss",
    )
