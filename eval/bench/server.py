"""A real server in a process of its own, on this machine's own address."""

from __future__ import annotations

import re
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from eval.bench.child import ChildError, environment, last_line
from eval.bench.plan import ROOT

_HOST = "127.0.0.1"
_PATIENCE = 120.0
_ADDRESS = re.compile(r"serving http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True, slots=True)
class Running:
    """Where a server listens, its process, and the seconds from its start until it served."""

    host: str
    port: int
    pid: int
    start_seconds: float


@contextmanager
def served(index: Path) -> Iterator[Running]:
    """Run ``python -m chat_app serve`` on a free port; raises ChildError where it does not come to serve.

    One visitor may ask as often as it likes, and what it asks is kept as for any other, until the server ends.
    """
    command = [sys.executable, "-m", "chat_app", "serve", "--host", _HOST, "--port", "0", "--index", str(index)]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryDirectory() as data:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603
            command,
            stdout=subprocess.PIPE,
            stderr=said,
            cwd=ROOT,
            env=environment() | {"WENZHENG_DATA": data, "WENZHENG_RATE_LIMIT": ""},
            text=True,
        )
        try:
            port = _port(process, said)
            yield Running(_HOST, port, process.pid, time.perf_counter() - began)
        finally:
            _stop(process)


def _port(process: subprocess.Popen[str], said: IO[bytes]) -> int:
    assert process.stdout is not None  # noqa: S101  # it is a pipe
    if not select.select([process.stdout], [], [], _PATIENCE)[0]:
        raise ChildError(f"python -m chat_app serve: does not serve after {_PATIENCE:.0f} s; run it by hand to see why")
    line = process.stdout.readline()
    found = _ADDRESS.search(line)
    if found:
        return int(found[1])
    _stop(process)
    said.seek(0)
    told = last_line(f"{said.read().decode(errors='replace')}\n{line}")
    raise ChildError(f"python -m chat_app serve: does not serve: {told}")


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
