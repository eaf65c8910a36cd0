"""Cold start: one question asked in a fresh process."""

from __future__ import annotations

from pathlib import Path

from eval.bench.child import Cost, measure_run
from eval.bench.corpus import build
from eval.bench.figures import Figure, Row, Table
from eval.bench.plan import SEEDS, Plan, Progress
from indexer.encoders import load_encoder

QUESTION = "去年整治了多少家低效工业企业？"


def measure(plan: Plan, folder: Path, progress: Progress) -> list[Table]:
    """Measure ``python -m chat_app ask`` and, beside it, a Python that does nothing."""
    index = build([SEEDS], folder / "index", load_encoder())
    commands = {
        "python -m chat_app ask": ["-m", "chat_app", "ask", "--index", str(folder / "index"), QUESTION],
        "python -c pass": ["-c", "pass"],
    }
    step = progress("cold start", (plan.repeats + 1) * len(commands))
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for counted in range(plan.repeats + 1):
        for name, arguments in commands.items():
            cost = measure_run(arguments)
            if counted:
                costs[name].append(cost)
            step()
    rows = [
        Row(
            name,
            {
                "wall": Figure("s", tuple(cost.seconds for cost in found)),
                "peak memory": Figure("MB", tuple(cost.peak_mb for cost in found)),
            },
        )
        for name, found in costs.items()
    ]
    notes = (
        f"one question about an index of {len(index.passages)} passages; process start to process end",
        "files in the system's cache: one run before does not count",
    )
    return [Table("cold", "a question in a fresh process", tuple(rows), notes)]
