"""Damage to each file of an index: nothing unverified is ever used."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.bundle import BundleError, IndexBundle
from indexer.generations import POINTER, read_current

FILES = ["manifest.json", "reports.jsonl", "passages.jsonl", "vectors.faiss", "keywords.npz", "thesaurus.json"]
Harm = Callable[[Path], object]


def rewrite(change: Callable[[bytes], bytes]) -> Harm:
    return lambda path: path.write_bytes(change(path.read_bytes()))


HARMS: dict[str, Harm] = {
    "truncated": rewrite(lambda data: data[: len(data) // 2]),
    "emptied": rewrite(lambda _: b""),
    "one bit flipped": rewrite(lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]),
    "first bit flipped": rewrite(lambda data: bytes([data[0] ^ 1]) + data[1:]),
    "zeroed": rewrite(lambda data: bytes(len(data))),
    "appended": rewrite(lambda data: data + b"\0"),
    "missing": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.fixture
def two(bundle: IndexBundle, tmp_path: Path) -> tuple[Path, str, str]:
    """A folder with two generations, and the digests of the older and the current one."""
    folder = tmp_path / "two"
    older, current = (replace(bundle, recipe={"run": run}).save(folder).digest for run in (1, 2))
    return folder, older, current


def home(folder: Path, digest: str) -> Path:
    return folder / "generations" / digest.removeprefix("sha256:")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_a_damaged_file_is_never_used(
    two: tuple[Path, str, str], file: str, harm: Harm, caplog: pytest.LogCaptureFixture
) -> None:
    folder, older, current = two
    harm(home(folder, current) / file)
    with caplog.at_level(logging.WARNING):
        bundle = IndexBundle.load(folder)
    assert bundle.digest == older
    assert bundle.degraded is not None
    assert bundle.degraded.startswith(f"{home(folder, current) / file}: damaged (")
    assert bundle.degraded in caplog.text
    with pytest.raises(BundleError, match=rf"{file}: damaged .*rebuild with `python -m indexer build --out"):
        IndexBundle.verify(folder)


@pytest.mark.parametrize("file", FILES)
def test_with_nothing_sound_left_the_current_file_and_the_fix_are_named(two: tuple[Path, str, str], file: str) -> None:
    folder, older, current = two
    for digest in (older, current):
        HARMS["one bit flipped"](home(folder, digest) / file)
    with pytest.raises(
        BundleError, match=rf"{current[7:]}/{file}: damaged .*; rebuild with `python -m indexer build --out \S+`$"
    ):
        IndexBundle.load(folder)


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS.keys())
def test_a_damaged_pointer_gives_way_to_the_newest_generation(two: tuple[Path, str, str], harm: Harm) -> None:
    folder, _, current = two
    harm(folder / POINTER)
    bundle = IndexBundle.load(folder)
    assert bundle.digest == current
    assert bundle.degraded is not None
    assert bundle.degraded.startswith(f"{folder / POINTER}: damaged (") or "No such file" in bundle.degraded


def test_a_pointer_to_a_generation_that_is_gone_gives_way_to_the_other(two: tuple[Path, str, str]) -> None:
    folder, older, current = two
    shutil.rmtree(home(folder, current))
    bundle = IndexBundle.load(folder)
    assert bundle.digest == older
    assert "No such file" in str(bundle.degraded)


def test_a_pointer_cannot_lead_out_of_the_folder(two: tuple[Path, str, str]) -> None:
    folder, _, _ = two
    (folder / POINTER).write_text("../../elsewhere")
    with pytest.raises(BundleError, match="names no generation"):
        read_current(folder)


@pytest.mark.parametrize("file", FILES)
def test_the_next_build_mends_a_damaged_generation(two: tuple[Path, str, str], bundle: IndexBundle, file: str) -> None:
    folder, older, current = two
    HARMS["zeroed"](home(folder, current) / file)
    assert replace(bundle, recipe={"run": 2}).save(folder).digest == current
    assert IndexBundle.verify(folder).degraded is None
    assert {path.name for path in (folder / "generations").iterdir()} == {older[7:], current[7:]}


def test_a_build_after_damage_keeps_the_sound_generation_as_fall_back(
    two: tuple[Path, str, str], bundle: IndexBundle
) -> None:
    folder, older, current = two
    HARMS["truncated"](home(folder, current) / "vectors.faiss")
    newest = replace(bundle, recipe={"run": 3}).save(folder).digest
    assert {path.name for path in (folder / "generations").iterdir()} == {older[7:], newest[7:]}


def test_a_folder_that_is_a_file_is_one_clear_error(tmp_path: Path, bundle: IndexBundle) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BundleError, match=r"cannot be written .*; the index in use is as it was"):
        bundle.save(tmp_path / "file")
    with pytest.raises(BundleError, match="no index here"):
        IndexBundle.load(tmp_path / "file")
