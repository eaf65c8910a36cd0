"""Writing that survives a power cut: data and folder entries are on the disk when a call returns."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write ``data`` through to the disk; raises OSError. The file's entry needs ``sync`` of its folder."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Bring a folder's entries (new, renamed and removed files) to the disk; raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of the file at ``path`` at once: a reader sees the old or the new; raises OSError."""
    aside = path.with_name(f".{path.name}")
    write(aside, data)
    aside.replace(path)
    sync(path.parent)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at ``path``; raises BlockingIOError at once where another process holds it.

    The system frees the lock when the process ends, however it ends.
    """
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
