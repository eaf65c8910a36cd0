"""Scale: latency and memory of a loaded program as the index grows."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.bench.child import call_module
from eval.bench.corpus import PERTURBED, build, read_sources, write_copies
from eval.bench.figures import Figure, Row, Table
from eval.bench.latency import latency_row, to_questions
from eval.bench.plan import SEEDS, Plan, Progress
from eval.questionset import load_questions
from eval.sets import declared_sets
from indexer.encoders import load_encoder

_QUESTIONS = 150


def measure(plan: Plan, folder: Path, progress: Progress) -> list[Table]:
    """Measure an index of each of the plan's sizes; in every repeat a new process (eval.bench.probe) loads it."""
    records = load_questions(declared_sets()[0].questions)
    questions = to_questions(records, min(plan.questions or _QUESTIONS, _QUESTIONS))
    request = {"questions": [[q.text, q.history] for q in questions], "seconds": plan.seconds}
    step = progress("scale", (1 + plan.repeats) * len(plan.sizes))
    latency: list[Row] = []
    cost: list[Row] = []
    for size in plan.sizes:
        index = folder / f"index-{size}"
        passages, figures = _build(size, plan.reports, index)
        step()
        found = []
        for _ in range(plan.repeats):
            found.append(call_module("eval.bench.probe", request | {"index": str(index)}))
            step()
        name = f"{passages:>7,}"
        latency += [latency_row(f"{name}  {s}", _runs(found, s), (50, 95)) for s in found[0]["timings"]]
        cost.append(Row(f"{name} passages", figures | _costs(found)))
    notes = (
        f"made of {PERTURBED}",
        "questions one after the other, one round before does not count; what is slow is asked fewer of them",
    )
    more = (
        "distinct: share of passages whose text no other passage has; build is timed once",
        "of a new process for every repeat, which holds one index: loaded; once it has answered; the most until then",
    )
    return [
        Table("scale", "latency by passages in the index", tuple(latency), notes),
        Table("scale", "cost by passages in the index", tuple(cost), more),
    ]


def _build(size: int, reports: Path, out: Path) -> tuple[int, dict[str, Figure]]:
    """Build an index of about ``size`` passages; return how many it has, and what building took."""
    embedder = load_encoder()
    copies = out.with_name(f"reports-{size}")
    copies.mkdir()
    seeds = sum(len(source.passages) for source in read_sources(SEEDS))
    write_copies(read_sources(reports), copies, max(size - seeds, 1), perturbed=True)
    began = time.perf_counter()
    passages = build([SEEDS, copies], out, embedder).passages
    seconds = time.perf_counter() - began
    distinct = len({passage.text for passage in passages}) / len(passages)
    return len(passages), {"distinct": Figure("", (distinct,)), "build": Figure("s", (seconds,))}


def _runs(found: Sequence[Mapping[str, Any]], system: str) -> list[list[float]]:
    return [one["timings"][system] for one in found]


def _costs(found: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
    columns = {
        "load": ("load_seconds", "s"),
        "loaded": ("loaded", "MB"),
        "asked": ("asked", "MB"),
        "peak": ("peak", "MB"),
    }
    return {
        column: Figure(unit, tuple(one[key] for one in found))
        for column, (key, unit) in columns.items()
        if found[0][key] is not None
    }
