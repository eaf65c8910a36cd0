"""Build rate: report files to a saved index."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from eval.bench.corpus import build, read_sources, write_copies
from eval.bench.figures import Figure, Row, Table
from eval.bench.plan import SEEDS, Plan, Progress
from indexer.encoders import Encoder, load_encoder


def measure(plan: Plan, folder: Path, progress: Progress) -> list[Table]:
    """Measure the build of seeds/ and of a corpus that repeats real reports."""
    enlarged = folder / "reports"
    enlarged.mkdir()
    write_copies(read_sources(plan.reports), enlarged, plan.enlarged, perturbed=False)
    embedder = load_encoder()
    step = progress("build", 2 * plan.repeats)
    build([SEEDS], folder / "first", embedder)  # loads the dictionary of words
    rows = []
    for name, files in {"seeds/": [SEEDS], "reports repeated": [enlarged]}.items():
        taken = []
        for i in range(plan.repeats):
            passages, seconds = _timed(files, folder / f"{name[:5]}-{i}", embedder)
            taken.append(seconds)
            step()
        figures = {
            "passages": Figure("", (passages,)),
            "time": Figure("s", tuple(taken)),
            "passages/s": Figure("", tuple(passages / seconds for seconds in taken)),
        }
        rows.append(Row(name, figures))
    notes = (
        "reading, cutting, embedding, keyword index and saving; the embedding model is loaded before",
        f"reports repeated: those of {plan.reports.name}/ copied under ids of their own",
    )
    return [Table("build", "report files to a saved index", tuple(rows), notes)]


def _timed(files: Sequence[Path], out: Path, embedder: Encoder) -> tuple[int, float]:
    began = time.perf_counter()
    bundle = build(files, out, embedder)
    return len(bundle.passages), time.perf_counter() - began
