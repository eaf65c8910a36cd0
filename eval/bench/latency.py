"""How long calls take, one after the other: systems side by side, in the same run."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from chat_app.answers import Question
from chat_app.assistant import Assistant
from chat_app.searching import EVIDENCE
from eval.bench.figures import Figure, Row, percentile
from eval.questionset import QuestionRecord

Calls = Sequence[Callable[[], object]]
"""What a system does for each question."""
Timings = dict[str, list[list[float]]]
"""Of each system, by name: milliseconds of each call, a list a repeat."""

_LEAST = 20
_SEED = 20221231
ASK, FIND, FLOOR = "Assistant.ask", "question → evidence", "FAISS search alone"


def time_calls(
    systems: Mapping[str, Calls], repeats: int, step: Callable[[], None] = lambda: None, seconds: float = math.inf
) -> Timings:
    """Time the calls ``repeats`` times, after one round that does not count.

    A system that needs longer than ``seconds`` for that first round makes only the calls it came to, 20 at least, in
    the others too. The systems take turns within a repeat, so that whatever else the machine does meets all of them.
    ``step`` is called after each round of each system, ``(repeats + 1) * len(systems)`` times.
    """
    timings: Timings = {name: [] for name in systems}
    reached: dict[str, int] = {}
    for _ in range(repeats + 1):
        for name, calls in systems.items():
            if name in reached:
                timings[name].append(_time_each(calls[: reached[name]], math.inf))
            else:
                reached[name] = len(_time_each(calls, seconds))
            step()
    return timings


def _time_each(calls: Calls, seconds: float) -> list[float]:
    """Return the milliseconds of each call; after ``seconds`` and the least number of calls none is made any more."""
    taken: list[float] = []
    start = time.perf_counter()
    for call in calls:
        began = time.perf_counter()
        if began - start > seconds and len(taken) >= _LEAST:
            break
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def own_systems(assistant: Assistant, questions: Sequence[Question]) -> dict[str, Calls]:
    """Return the program itself, and its retriever alone, over ``questions``."""

    def find(question: Question) -> object:
        return assistant.retriever.find_evidence(assistant.read(question), EVIDENCE)

    return {ASK: [partial(assistant.ask, q) for q in questions], FIND: [partial(find, q) for q in questions]}


def floor_system(assistant: Assistant, questions: Sequence[Question]) -> dict[str, Calls]:
    """Return FAISS's own search over the same vectors, the question's vector given: what no retrieval can undercut."""
    import faiss

    index = faiss.deserialize_index(np.frombuffer(assistant.bundle.vectors.to_bytes(), np.uint8))
    vectors = assistant.embedder.encode_queries([question.text for question in questions])
    k = min(EVIDENCE, index.ntotal)
    return {FLOOR: [partial(index.search, vectors[i : i + 1], k) for i in range(len(questions))]}


def latency_row(name: str, runs: Sequence[Sequence[float]], points: Sequence[int] = (50, 95, 99)) -> Row:
    """Return the percentiles of each repeat's milliseconds as figures, and how many questions stand behind each."""
    figures = {f"p{point}": Figure("ms", tuple(percentile(run, point) for run in runs)) for point in points}
    return Row(name, {"questions": Figure("", tuple(len(run) for run in runs)), **figures})


def to_questions(records: Sequence[QuestionRecord], limit: int | None) -> list[Question]:
    """Return what ``records`` ask, ``limit`` of them at most (None: all), in an order drawn once for all runs."""
    drawn = random.Random(_SEED).sample(list(records), len(records))  # noqa: S311  # to be the same every time
    return [Question(record.question, record.history) for record in drawn[:limit]]
