"""A folder written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.training.recipe import TrainingError


@contextmanager
def written_aside(folder: Path, owned: frozenset[str]) -> Iterator[Path]:
    """Yield a new folder beside ``folder`` whose files replace those of ``folder`` when the block ends well.

    Files of ``folder`` that are not written anew stay (a model card). Raises TrainingError where ``folder`` holds
    anything but the ``owned`` names: it is someone else's then.
    """
    strangers = sorted(path.name for path in folder.iterdir() if path.name not in owned) if folder.is_dir() else []
    if strangers:
        raise TrainingError(f"{folder}: holds other things than a model ({strangers[0]}); name an empty or new folder")
    if folder.exists() and not folder.is_dir():
        raise TrainingError(f"{folder}: is a file; name a folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield aside
        _replace(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _replace(aside: Path, folder: Path) -> None:
    """Put ``aside`` in the place of ``folder`` by renaming; what it does not bring is taken over first."""
    old = aside.with_name(f"{aside.name}-old")
    if not folder.is_dir():
        aside.chmod(0o755)
        aside.rename(folder)
        return
    for path in folder.iterdir():
        if not (aside / path.name).exists():
            shutil.copy2(path, aside / path.name)
    aside.chmod(0o755)
    folder.rename(old)
    try:
        aside.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
