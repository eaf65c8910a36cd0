"""Warm latency: the question sets, asked one by one of a loaded program and of the baselines."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from chat_app.assistant import Assistant
from chat_app.searching import EVIDENCE
from eval.baselines import Keyword, PlainLangChain
from eval.bench.corpus import build
from eval.bench.figures import Table
from eval.bench.latency import Calls, floor_system, latency_row, own_systems, time_calls, to_questions
from eval.bench.plan import Plan, Progress
from eval.questionset import load_questions
from eval.sets import QuestionSet, declared_sets
from indexer.encoders import load_encoder


def measure(plan: Plan, folder: Path, progress: Progress) -> list[Table]:
    """Measure each question set that ships, over the reports that it asks about."""
    sets = [entry for entry in declared_sets() if entry.reports][: plan.sets]
    return [_measure_set(entry, plan, folder / entry.name, progress) for entry in sets]


def _measure_set(entry: QuestionSet, plan: Plan, folder: Path, progress: Progress) -> Table:
    embedder = load_encoder()
    bundle = build(entry.reports, folder, embedder)
    assistant = Assistant.load(folder)  # as the program does, which keeps to one thread
    questions = to_questions(load_questions(entry.questions), plan.questions)
    systems: dict[str, Calls] = own_systems(assistant, questions)
    for baseline in (PlainLangChain(bundle.reports, embedder), Keyword.over_words(bundle)):
        systems[baseline.name] = [partial(baseline.rank, question.text, EVIDENCE) for question in questions]
    systems |= floor_system(assistant, questions)
    timings = time_calls(systems, plan.repeats, progress(f"warm, {entry.name}", (plan.repeats + 1) * len(systems)))
    notes = (
        f"one question after the other; reports: {len(bundle.reports)}, passages: {len(bundle.passages):,}; one round "
        "before does not count",
        "baselines rank passages and stop there, as question → evidence does; FAISS is given the question's vector",
    )
    rows = tuple(latency_row(name, runs) for name, runs in timings.items())
    return Table("warm", f"latency, {entry.name} questions", rows, notes)
