"""One run of the bench: plan → tables, and the file that keeps them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Self

from eval.bench.figures import Table
from eval.bench.machine import load_average, machine_facts
from eval.bench.plan import MissingToolError, Plan, Progress

FILE = "bench.json"
_BUSY = 0.25
"""Load average, as a share of the cores, from which a machine counts as busy with something else."""

Measure = Callable[[Plan, Path, Progress], list[Table]]
"""Measures one part of a plan; may write into the folder, which is empty and its own."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a run measured, where and when; ``load_before`` is the machine's load average just before it."""

    made: str
    machine: Mapping[str, Any]
    plan: Mapping[str, Any]
    load_before: float | None
    tables: tuple[Table, ...]

    @property
    def noisy(self) -> bool:
        """Whether the machine was busy when the run began."""
        return self.load_before is not None and self.load_before > _BUSY * self.machine["cores"]

    def save(self, folder: Path) -> Path:
        """Write ``folder``/bench.json and return its path; raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        data = {
            "made": self.made,
            "machine": self.machine,
            "plan": self.plan,
            "load_before": self.load_before,
            "noisy": self.noisy,
            "tables": [table.to_dict() for table in self.tables],
        }
        path = folder / FILE
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return path

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` wrote (the file or its folder); raises OSError, and ValueError for another file."""
        file = path / FILE if path.is_dir() else path
        data = json.loads(file.read_text(encoding="utf-8"))
        try:
            tables = tuple(Table.from_dict(table) for table in data["tables"])
            return cls(data["made"], data["machine"], data["plan"], data["load_before"], tables)
        except (KeyError, TypeError) as error:
            raise ValueError(f"{file}: not written by `python -m eval bench`; run it anew") from error


def run_bench(plan: Plan, progress: Progress | None = None) -> Bench:
    """Measure every part of ``plan``; without ``progress`` a bar is drawn on standard error.

    A part that cannot be measured here leaves its reason in place of figures; where it is the only part, raises
    MissingToolError. Raises ChildError where a process of the program fails, IndexerError where reports or index cannot
    be had.
    """
    made, load_before = datetime.now(UTC).isoformat(timespec="seconds"), load_average()
    tables: list[Table] = []
    for part in plan.parts:
        measure: Measure = import_module(f"eval.bench.{part}").measure  # late: some parts load FAISS and the model
        with tempfile.TemporaryDirectory(prefix="wenzheng-bench-") as folder:
            try:
                tables += measure(plan, Path(folder), progress or _bar)
            except MissingToolError as error:
                if len(plan.parts) == 1:
                    raise
                tables.append(Table(part, "not measured", (), (str(error),)))
    return Bench(made, machine_facts(), plan.to_dict(), load_before, tuple(tables))


def _bar(what: str, total: int) -> Callable[[], None]:
    from tqdm import tqdm

    bar = tqdm(total=total, desc=what, leave=False, disable=None)

    def step() -> None:
        bar.update()
        if bar.n >= total:
            bar.close()

    return step
