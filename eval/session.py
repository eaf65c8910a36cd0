"""One run of the evaluation: sets → answers → scorecard, a step a line."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from chat_app.assistant import Assistant
from eval.baselines import all_baselines
from eval.faults import validate
from eval.gates import Gates, read_baseline
from eval.outcomes import Outcome, System
from eval.questionset import Fault, QuestionRecord, QuestionSetError, load_questions
from eval.runner import Product, digest, run
from eval.scorecard import Scorecard
from eval.sets import QuestionSet
from eval.summary import Row, robustness, rows
from eval.variants import load_variants
from indexer.build import build_index
from indexer.corpus import IndexerError
from indexer.encoders import load_encoder
from indexer.settings import IndexSettings

Keep = Callable[[str, QuestionRecord], bool]
"""Tells whether a question of a set (its name, the record) is asked."""
Detail = Callable[[QuestionRecord], bool]
"""Tells of which questions wording and evidence are kept."""
Progress = Callable[[str, int], Callable[[], None]]
"""Told what is asked and how many questions; returns what to call after each."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask: ``keep`` picks questions; ``gates`` are those the run is held against, None where it is partial.

    ``detail``: keep wording and evidence of test questions too. ``index`` answers instead of the sets' own reports.
    """

    sets: tuple[QuestionSet, ...]
    index: Path | None = None
    keep: Keep = lambda _set, _record: True
    gates: Gates | None = None
    baselines: bool = True
    variants: bool = True
    detail: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one set gave: outcomes of the product, of its variants, rows of every baseline, and what was asked."""

    outcomes: list[Outcome]
    variants: list[Outcome]
    baselines: list[Row]
    facts: dict[str, object]


def evaluate(plan: Plan, progress: Progress) -> Scorecard:
    """Ask everything in ``plan`` and return the scorecard.

    Raises QuestionSetError for a faulty set, SetError for a changed test split, IndexerError where no index can be had.
    """
    asked = [_ask_set(entry, plan, progress) for entry in plan.sets]
    outcomes = [outcome for part in asked for outcome in part.outcomes]
    variants = [outcome for part in asked for outcome in part.variants]
    measured = rows(Product.name, outcomes)
    gates = plan.gates.check(Product.name, measured, outcomes, read_baseline()) if plan.gates else []
    facts = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        **_commit(),
        "sets": [part.facts for part in asked],
        "partial": plan.gates is None,
        "scores": digest([*outcomes, *variants]),
    }
    return Scorecard(
        facts=facts,
        rows=(*measured, *(row for part in asked for row in part.baselines)),
        outcomes=tuple(outcomes),
        variants=tuple(variants),
        robustness=tuple(robustness(variants, outcomes)),
        gates=tuple(gates),
        timing={entry.name: _latency(part.outcomes) for entry, part in zip(plan.sets, asked, strict=True)},
    )


def _ask_set(entry: QuestionSet, plan: Plan, progress: Progress) -> _Asked:
    with _assistant(entry, plan.index) as assistant:
        texts = {report.id: report.text for report in assistant.reports}
        records = _checked(entry, texts)
        chosen = [record for record in records if plan.keep(entry.name, record)]

        def ask(system: System, questions: Sequence[QuestionRecord], what: str, detail: Detail) -> list[Outcome]:
            step = progress(f"{entry.name}: {what}", len(questions))
            return run(system, questions, texts, entry.name, detail=detail, progress=step)

        product = Product(assistant)
        outcomes = ask(product, chosen, product.name, lambda record: plan.detail or record.split == "dev")
        kept = {record.id for record in chosen}
        derived = load_variants(entry.variants, records) if plan.variants else []
        variants = ask(product, [r for r in derived if r.variant_of in kept], "variants", lambda _: False)
        baselines = all_baselines(assistant.bundle, assistant.embedder) if plan.baselines else []
        of_baselines = [
            row
            for system in baselines
            for row in rows(system.name, ask(system, chosen, system.name, lambda _: False), groups=False)
        ]
        return _Asked(outcomes, variants, of_baselines, _facts(entry, assistant, len(chosen)))


@contextmanager
def open_set(entry: QuestionSet, index: Path | None) -> Iterator[tuple[Assistant, tuple[QuestionRecord, ...]]]:
    """Yield an assistant on the index given, or on one of the set's own reports, and the set's records, checked."""
    with _assistant(entry, index) as assistant:
        yield assistant, _checked(entry, {report.id: report.text for report in assistant.reports})


@contextmanager
def _assistant(entry: QuestionSet, index: Path | None) -> Iterator[Assistant]:
    """Yield an assistant on the index given, or on one built anew of the set's own reports, which is never stale."""
    if index is not None or not entry.reports:
        yield Assistant.load(index or Path("index"))
        return
    with tempfile.TemporaryDirectory(prefix="wenzheng-eval-") as folder:
        built = build_index(entry.reports, Path(folder), load_encoder(), IndexSettings())
        if built.bundle is None or built.refusals:
            raise IndexerError(f"{entry.name}: " + "; ".join(built.refusals or ("no reports",)))
        yield Assistant.load(Path(folder))


def _checked(entry: QuestionSet, texts: dict[str, str]) -> tuple[QuestionRecord, ...]:
    records = load_questions(entry.questions)
    if not records:
        raise QuestionSetError(entry.questions, [Fault(1, "no question in this file; write one JSON record a line")])
    entry.check_lock(records)
    if faults := validate(records, texts):
        raise QuestionSetError(entry.questions, faults)
    return records


def _facts(entry: QuestionSet, assistant: Assistant, asked: int) -> dict[str, object]:
    recipe = json.dumps(assistant.bundle.recipe, sort_keys=True, default=str)
    return {
        "name": entry.name,
        "asked": asked,
        "questions": hashlib.sha256(entry.questions.read_bytes()).hexdigest(),
        "index": assistant.index,
        "settings": hashlib.sha256(recipe.encode()).hexdigest(),
        "embedder": assistant.bundle.embedder_digest,
        "reports": [report.id for report in assistant.reports],
    }


def _commit() -> dict[str, object]:
    """Return the git commit that is measured and whether files differ from it; nothing outside a checkout."""
    root = Path(__file__).parents[1]

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603

    try:
        changed = bool(git("status", "--porcelain", "--untracked-files=no"))
        return {"commit": git("rev-parse", "HEAD"), "changed": changed}
    except (OSError, subprocess.CalledProcessError):
        return {}


def _latency(outcomes: Sequence[Outcome]) -> dict[str, float]:
    times = [outcome.elapsed_ms for outcome in outcomes] or [0.0]
    return {"p50_ms": float(np.percentile(times, 50)), "p95_ms": float(np.percentile(times, 95))}
