"""Training files → documents and rows, less what is held out to measure by."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.training.recipe import TrainingDataError

SUFFIXES = (".txt", ".txt.xz", ".jsonl", ".jsonl.xz")
"""A document a line in .txt; one JSON object a line in .jsonl."""
_FIELDS = ("title", "text", "passage", "question")
_DATELINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[，,]正文[：:]")
"""How the lines of CRUD_RAG's news begin; a page's furniture, not its text."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What is kept from training because it serves to measure.

    Rows with one of ``years``, and the last third of the rows of files whose name starts with one of ``files``.
    """

    years: Collection[int] = range(2010, 2019)
    files: tuple[str, ...] = ("drcd",)


@dataclass(frozen=True, slots=True)
class Texts:
    """What one training file holds: its documents, each once, and of a .jsonl file the rows they stand in."""

    name: str
    documents: tuple[str, ...]
    rows: tuple[dict[str, Any], ...] = ()


def training_files(folder: Path) -> list[Path]:
    """Return the training files of ``folder`` by name; raises TrainingDataError where there are none."""
    if not folder.is_dir():
        raise TrainingDataError(f"{folder}: no such folder; name a folder with training files ({', '.join(SUFFIXES)})")
    files = sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIXES) and path.is_file())
    if not files:
        raise TrainingDataError(f"{folder}: no training files; add files that end with {', '.join(SUFFIXES)}")
    return files


def read_texts(path: Path, held_out: HeldOut) -> Texts:
    """Return what one file gives to learn from; raises TrainingDataError with the line for a damaged file."""
    lines = read_lines(path)
    if path.name.endswith((".txt", ".txt.xz")):
        return Texts(path.name, tuple(_unique(_DATELINE.sub("", line, count=1) for line in lines)))
    rows = [_parse(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    kept = len(rows) - len(rows) // 3 if path.name.startswith(held_out.files) and held_out.files else len(rows)
    hidden = {text for row in rows[kept:] for text in _row_texts(row)}
    shown = [row for row in rows[:kept] if row.get("year") not in held_out.years]
    documents = (text for row in shown for text in _row_texts(row) if text not in hidden)
    return Texts(
        path.name, tuple(_unique(documents)), tuple(row for row in shown if hidden.isdisjoint(_row_texts(row)))
    )


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file, .xz or not; raises TrainingDataError for one that cannot be read."""
    opener = lzma.open if path.suffix == ".xz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as file:
            return [line.rstrip("\n") for line in file]
    except (OSError, lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise TrainingDataError(f"{path}: cannot be read ({error}); fetch the file anew") from error


def _parse(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise TrainingDataError(f"{path}, line {number}: not JSON ({error})") from error
    if not isinstance(row, dict) or not any(True for _ in _row_texts(row)):
        raise TrainingDataError(f"{path}, line {number}: no text in any of the fields {', '.join(_FIELDS)}")
    return row


def _row_texts(row: dict[str, Any]) -> Iterator[str]:
    for field in _FIELDS:
        value = row.get(field)
        yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str) and text)


def _unique(texts: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text.strip() and text not in seen:
            seen.add(text)
            yield text
