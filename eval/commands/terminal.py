"""What every command tells the terminal: exit codes, faults of a file, a bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.questionset import Fault

OK, ERROR, BAD_DATA, GATE_FAILED = 0, 1, 2, 100


def report_faults(file: Path, faults: Sequence[Fault]) -> int:
    """Name each fault of ``file`` on standard error and return the exit code for it."""
    for fault in faults:
        print(f"{file}:{fault.line}: {fault.message}", file=sys.stderr)
    print(f"{file}: {len(faults)} fault{'s' if len(faults) > 1 else ''}", file=sys.stderr)
    return BAD_DATA


def draw_bar(what: str, total: int) -> Callable[[], None]:
    """Draw a bar of ``total`` questions on standard error; return what to call after each."""
    from tqdm import tqdm

    bar = tqdm(total=total, desc=what, unit="question", leave=False, disable=None)

    def step() -> None:
        bar.update()
        if bar.n >= total:
            bar.close()

    return step
