"""Python programs in processes of their own: what they cost, and what they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.bench.plan import ROOT

_TIMEOUT = 600.0
# Linux counts the memory of the process that starts another as memory of the other, until that runs its own program.
# So a bare Python starts it, smaller than anything that is measured. Arguments: those of the program.
_LAUNCHER = """
import os, sys, time
nowhere = os.open(os.devnull, os.O_RDWR)
quiet = [(os.POSIX_SPAWN_DUP2, nowhere, stream) for stream in (0, 1)]
began = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, used = os.wait4(child, 0)
seconds = time.perf_counter() - began
print(os.waitstatus_to_exitcode(status), seconds, used.ru_maxrss)
"""


class ChildError(ChildProcessError):
    """A process that failed; the message names it, with the last line of what it said."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took from start to end, and the most memory that it held."""

    seconds: float
    peak_mb: float


def environment() -> dict[str, str]:
    """Return the environment without settings of this program, so that every machine measures the same."""
    return {name: value for name, value in os.environ.items() if not name.startswith("WENZHENG_")}


def measure_run(arguments: Sequence[str]) -> Cost:
    """Run ``python ARGUMENTS`` to its end and return what it cost; raises ChildError unless it exits with 0."""
    command = [sys.executable, "-I", "-S", "-c", _LAUNCHER, sys.executable, *arguments]
    done = _run(command, None, " ".join(arguments))
    code, seconds, peak = done.split()
    if int(code):
        raise ChildError(f"python {' '.join(arguments)}: exit code {code}; run it by hand to see why")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(float(seconds), int(peak) * unit / 2**20)


def call_module(module: str, request: object) -> Any:  # noqa: ANN401  # JSON
    """Run ``python -m MODULE`` with ``request`` as JSON on its input; return its output, read as JSON.

    Raises ChildError unless it exits with 0.
    """
    return json.loads(_run([sys.executable, "-m", module], json.dumps(request), module))


def last_line(text: str) -> str:
    """Return the last line with anything on it."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "it said nothing")


def _run(command: Sequence[str], given: str | None, name: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            command, input=given, capture_output=True, cwd=ROOT, env=environment(), encoding="utf-8", timeout=_TIMEOUT
        )
    except subprocess.TimeoutExpired as error:
        raise ChildError(f"python {name}: no end after {_TIMEOUT:.0f} s; run it by hand to see why") from error
    if done.returncode:
        raise ChildError(f"python {name}: exit code {done.returncode}: {last_line(done.stderr)}")
    return done.stdout
