"""What was measured and on what: machine, Python, packages, git commit, and the memory of a process."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from eval.bench.plan import ROOT

_PACKAGES = ("faiss-cpu", "numpy", "rjieba", "langchain-core", "fastapi", "uvicorn", "gradio", "bm25s")


def machine_facts() -> dict[str, Any]:
    """Return the facts as JSON; what this system does not tell is None."""
    return {
        "cpu": _first(Path("/proc/cpuinfo"), r"model name\s*:\s*(.+)") or platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "memory_mb": _megabytes(Path("/proc/meminfo"), "MemTotal"),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
        **_commit(),
    }


def load_average() -> float | None:
    """Return how many processes ran or waited for a core in the last minute; None where it is not told."""
    try:
        return round(os.getloadavg()[0], 2)
    except (AttributeError, OSError):
        return None


def memory_mb(pid: int | None = None) -> tuple[float, float] | None:
    """Return the resident memory of a process (None: this one) and the most it ever was, in MB; None off Linux."""
    status = Path("/proc") / ("self" if pid is None else str(pid)) / "status"
    now, most = _megabytes(status, "VmRSS"), _megabytes(status, "VmHWM")
    return None if now is None or most is None else (now, most)


def family(pid: int) -> tuple[int, ...]:
    """Return a process and those that it started, and they in turn; off Linux, itself only."""
    listed = (_first(file, r"(.+)") or "" for file in Path(f"/proc/{pid}/task").glob("*/children"))
    return (pid, *(one for line in listed for child in line.split() for one in family(int(child))))


def cpu_seconds(pid: int) -> float | None:
    """Return the processor time that a running process has used, all its threads; None off Linux."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(file: Path, field: str) -> float | None:
    kilobytes = _first(file, rf"{field}:\s*(\d+) kB")
    return None if kilobytes is None else round(int(kilobytes) / 1024, 1)


def _first(file: Path, pattern: str) -> str | None:
    try:
        found = re.search(pattern, file.read_text(encoding="utf-8"))
    except OSError:
        return None
    return found[1].strip() if found else None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _commit() -> dict[str, Any]:
    """Return the git commit that is measured and whether files differ from it; None outside a checkout."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(ROOT), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603

    try:
        return {
            "commit": git("rev-parse", "HEAD"),
            "changed": bool(git("status", "--porcelain", "--untracked-files=no")),
        }
    except (OSError, subprocess.CalledProcessError):
        return {"commit": None, "changed": None}
