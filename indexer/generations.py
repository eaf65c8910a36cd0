"""A folder of generations: sets of files written whole, checked before use, and swapped at once.

``DIR/generations/<digest>/`` holds the files of one generation and a manifest with the size and SHA-256 of each;
``<digest>`` is the SHA-256 of the manifest. ``DIR/CURRENT`` names the generation in use. The one before it is kept as
a fall-back. A kill at any moment leaves the old or the new generation in use; what it left is swept at the next write.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer import durable
from indexer.corpus import IndexerError

FORMAT = 3
"""Version of what is written; a program reads its own version only."""
POINTER = "CURRENT"
MANIFEST = "manifest.json"
_FOLDER = "generations"
_BUILDING = ".building"
_DISCARDED = ".discarded"
_LOCK = ".lock"
_log = logging.getLogger(__name__)


class BundleError(IndexerError):
    """An index on disk that cannot be read, written or used; the message names the file and the fix."""


class DamageError(BundleError):
    """A generation, or the pointer to it, that is not as it was written."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One verified generation in memory: its manifest and the bytes of its files by name.

    ``degraded`` says why this is not the generation that should be in use; None where it is.
    """

    digest: str
    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]
    degraded: str | None = None


def read_generation(folder: Path) -> Generation:
    """Read the current generation of ``folder``, or the one before it where that is damaged (logged; ``degraded``).

    Raises BundleError where there is none, none is sound, or it is of another format.
    """
    try:
        return read_current(folder)
    except DamageError as error:
        _log.debug("%s; reading again, a build may have replaced it", error)
    try:
        return read_current(folder)
    except DamageError as error:
        return _read_fallback(folder, error)


def read_current(folder: Path) -> Generation:
    """Read the current generation of ``folder`` and no other; raises DamageError or another BundleError."""
    if not (folder / POINTER).exists() and not _names(folder):
        raise BundleError(f"{folder}: no index here; build one with `{_command(folder)}`")
    return _read(folder, _pointed(folder))


def read_named(folder: Path, digest: str) -> Generation:
    """Read the generation of ``folder`` that has this ``digest`` and no other; raises BundleError where it is gone."""
    name = digest.removeprefix("sha256:")
    if name not in _names(folder):
        raise BundleError(
            f"{folder}: generation {name[:12]} is gone, builds have replaced it; start the program anew that uses it"
        )
    return _read(folder, name)


def write_generation(folder: Path, facts: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """Write ``files`` and a manifest of ``facts`` as the current generation of ``folder``; return its digest.

    Equal input gives an equal digest. Raises BundleError where another build is writing or the disk refuses; what was
    current then stays so.
    """
    manifest = _manifest(facts, files)
    name = hashlib.sha256(manifest).hexdigest()
    try:
        (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
        with durable.locked(folder / _LOCK):
            _remove_leftovers(folder)
            spare = _spare(folder, name)
            if not _is_sound(folder, name):
                _place(folder, name, {**files, MANIFEST: manifest})
            durable.replace(folder / POINTER, f"{name}\n".encode())
            _remove_others(folder, {name, spare})
    except BlockingIOError:
        raise BundleError(
            f"{folder}: another build is writing this index; wait until it ends, then `{_command(folder)}`"
        ) from None
    except OSError as error:
        raise BundleError(
            f"{error.filename or folder}: cannot be written ({error.strerror}); the index in use is as it was; "
            f"free disk space or correct the permissions, then `{_command(folder)}`"
        ) from error
    return f"sha256:{name}"


def _manifest(facts: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    sums = {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()}
    manifest = {**facts, "format": FORMAT, "files": sums}
    return (json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _read(folder: Path, name: str) -> Generation:
    """Read one generation, every file checked against the manifest, the manifest against the name."""
    home = folder / _FOLDER / name
    data = _bytes(folder, home / MANIFEST)
    if hashlib.sha256(data).hexdigest() != name:
        raise _damage(folder, home / MANIFEST, "its SHA-256 is not the folder's name")
    manifest = json.loads(data)
    if manifest["format"] != FORMAT:
        raise BundleError(
            f"{home}: index format {manifest['format']}, but this program reads format {FORMAT}; "
            f"rebuild with `{_command(folder)}`"
        )
    files = {}
    for file, sums in manifest["files"].items():
        files[file] = _bytes(folder, home / file)
        if len(files[file]) != sums["bytes"]:
            raise _damage(folder, home / file, f"{len(files[file])} bytes instead of {sums['bytes']}")
        if hashlib.sha256(files[file]).hexdigest() != sums["sha256"]:
            raise _damage(folder, home / file, "its SHA-256 is not the manifest's")
    return Generation(f"sha256:{name}", manifest, files)


def _read_fallback(folder: Path, error: DamageError) -> Generation:
    for name in _names(folder):
        if _is_sound(folder, name):
            reason = f"{error}; until then generation {name[:12]} is in use"
            _log.warning("%s", reason)
            return replace(_read(folder, name), degraded=reason)
    raise error


def _is_sound(folder: Path, name: str) -> bool:
    try:
        _read(folder, name)
    except BundleError:
        return False
    return True


def _pointed(folder: Path) -> str:
    name = _bytes(folder, folder / POINTER).decode("ascii", "replace").strip()
    if not _is_name(name):
        raise _damage(folder, folder / POINTER, "it names no generation")
    return name


def _names(folder: Path) -> list[str]:
    """Return the generations of ``folder``, sound or not, newest first."""

    def written(name: str) -> int:
        try:
            return (folder / _FOLDER / name).stat().st_mtime_ns
        except OSError:  # swept by a build at this moment
            return 0

    try:
        names = [entry.name for entry in (folder / _FOLDER).iterdir() if _is_name(entry.name)]
    except OSError:
        return []
    return sorted(names, key=lambda name: (-written(name), name))


def _is_name(name: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", name) is not None


def _bytes(folder: Path, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _damage(folder, path, str(error.strerror)) from error


def _damage(folder: Path, path: Path, what: str) -> DamageError:
    return DamageError(f"{path}: damaged ({what}); rebuild with `{_command(folder)}`")


def _command(folder: Path) -> str:
    return f"python -m indexer build --out {folder}"


def _spare(folder: Path, name: str) -> str | None:
    """Return the generation to keep beside ``name``: the one in use, else the newest other one that is sound."""
    others = _names(folder)
    try:
        others.insert(0, _pointed(folder))
    except DamageError:
        _log.debug("%s: no pointer yet", folder)
    return next((other for other in others if other != name and _is_sound(folder, other)), None)


def _place(folder: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write a generation aside and move it to its place; a damaged one that is there makes room."""
    aside, home = folder / _FOLDER / _BUILDING, folder / _FOLDER / name
    try:
        aside.mkdir()
        for file, data in files.items():
            durable.write(aside / file, data)
        durable.sync(aside)
        if home.exists():
            home.rename(folder / _FOLDER / _DISCARDED)
        aside.rename(home)
        durable.sync(home.parent)
    finally:
        _remove_leftovers(folder)


def _remove_leftovers(folder: Path) -> None:
    for leftover in (_BUILDING, _DISCARDED):
        shutil.rmtree(folder / _FOLDER / leftover, ignore_errors=True)


def _remove_others(folder: Path, keep: set[str | None]) -> None:
    for name in _names(folder):
        if name not in keep:
            shutil.rmtree(folder / _FOLDER / name, ignore_errors=True)
