"""Report files → reports: encoding, page furniture, and the facts of sources.toml."""

from __future__ import annotations

import datetime
import hashlib
import logging
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from indexer.corpus import IndexerError, Report
from indexer.decoding import DecodeError, decode
from indexer.furniture import strip_furniture

SOURCES = "sources.toml"
"""The file beside the reports that says what is known about each."""
SUFFIXES = (".txt", ".md")
MAX_BYTES = 20_000_000
_FIELDS: Mapping[str, type | tuple[type, ...]] = {
    "file": str,
    "id": str,
    "title": str,
    "publisher": str,
    "date": (str, datetime.date),
    "year": int,
    "url": str,
    "index_number": str,
    "examples": list,
    "questions": str,
}
_ID = re.compile(r"\w[\w.-]*")
_TITLE = re.compile(
    r"(?!政府工作报告)(?=.*(?:[镇乡村省市县区局委办]|街道|社区|政府|中心))[^。！？；：:，,|\t]{2,56}"
    r"(?:报告|汇报|总结|计划|安排|打算|思路|要点|情况|回顾)(?:[（(].{1,8}[)）])?"
)
"""A line that names whose report it is: 云溪镇人民政府工作报告, but not 2022年主要工作回顾, which heads a part."""
_log = logging.getLogger(__name__)


class ReadError(IndexerError):
    """A file that cannot be read as a report; the message names the file, the reason and the fix."""


def report_files(folder: Path) -> list[Path]:
    """Return the report files of ``folder`` by name; raises ReadError where there is no folder or no report."""
    if not folder.is_dir():
        raise ReadError(f"{folder}: no such folder; name a folder with report files ({', '.join(SUFFIXES)})")
    try:
        files = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p.name[0] != "." and p.is_file())
    except OSError as error:
        raise ReadError(f"{folder}: cannot be read ({error.strerror}); check the folder's permissions") from error
    if not files:
        raise ReadError(f"{folder}: no report files in this folder; add reports as {' or '.join(SUFFIXES)} files")
    return files


def read_report(path: Path) -> Report:
    """Read one file as a report without sections; raises ReadError.

    What sources.toml in the file's folder says goes before what the page itself says, and that before a title that is
    the text's first line.
    """
    data = _read_bytes(path)
    try:
        page = strip_furniture(decode(data))
    except DecodeError as error:
        raise ReadError(f"{path}: {error}") from error
    if not page.body.strip():
        raise ReadError(f"{path}: nothing but page furniture in this file; put the report's text into it")
    if damaged := page.body.count("\ufffd"):
        _log.warning("%s: %d characters are damaged and shown as \ufffd; get a clean copy of the file", path, damaged)
    facts = {"id": path.stem, **_opening_title(page.body), **page.facts, **_source_facts(path)}
    facts.pop("questions", None)
    return Report(text=page.body, source=path.name, digest=f"sha256:{hashlib.sha256(data).hexdigest()}", **facts)


def expected_file(path: Path) -> Path | None:
    """Return where the expected questions of the report at ``path`` are, as sources.toml says; None: there are none."""
    named = _source_facts(path).get("questions")
    return path.parent / named if named else None


def _opening_title(body: str) -> Mapping[str, str]:
    """Return the first line of ``body`` as the title where it reads like one; it stays in the text."""
    line = body.lstrip()[:80].partition("\n")[0].strip()
    return {"title": line} if _TITLE.fullmatch(line) else {}


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ReadError(f"{path}: this is a folder; name a report file in it")
        size = path.stat().st_size
        if path.suffix.lower() not in SUFFIXES:
            raise ReadError(f"{path}: only {' and '.join(SUFFIXES)} files are read; save the report as plain text")
        if size > MAX_BYTES:
            limit = MAX_BYTES // 10**6
            raise ReadError(f"{path}: {size / 1e6:.1f} MB is too large for a report (limit {limit} MB); split the file")
        if not path.is_file():
            raise ReadError(f"{path}: this is no regular file; save the report as plain text")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file or folder; check the path") from None
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from error


def _source_facts(path: Path) -> Mapping[str, Any]:
    """Return the sources.toml entry of the file at ``path`` by Report field name; empty where there is none."""
    sources = path.parent / SOURCES
    try:
        text = sources.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise ReadError(f"{sources}: not in UTF-8; save the file in that encoding") from error
    except OSError as error:
        raise ReadError(f"{sources}: cannot be read ({error.strerror}); check its permissions") from error
    return _entries(text, sources).get(path.name, {})


@lru_cache(maxsize=1)
def _entries(text: str, sources: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the checked entries of a sources.toml by file name; a folder's reports share one reading of it."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReadError(f"{sources}: not valid TOML ({error}); correct the file") from error
    entries = tables.pop("report", [])
    if tables or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ReadError(f"{sources}: each report stands under a line [[report]], and nothing else; correct the file")
    facts: dict[str, Mapping[str, Any]] = {}
    for entry in entries:
        _check_entry(entry, sources)
        name = entry["file"]
        if name in facts:
            raise ReadError(f"{sources}: two entries for {name}; keep one")
        facts[name] = {field: value for field, value in entry.items() if field != "file" and value not in ("", [])}
        if "date" in facts[name]:
            facts[name] = {**facts[name], "date": str(entry["date"])[:10]}
        if "examples" in facts[name]:
            facts[name] = {**facts[name], "examples": tuple(entry["examples"])}
    return facts


def _check_entry(entry: Mapping[str, object], sources: Path) -> None:
    name = entry.get("file")
    if not isinstance(name, str) or not name:
        raise ReadError(f'{sources}: an entry has no file = "…" line; add the report\'s file name')
    for field, value in entry.items():
        if field not in _FIELDS:
            raise ReadError(f"{sources}: unknown field {field!r} for {name}; the fields are {', '.join(_FIELDS)}")
        if not isinstance(value, _FIELDS[field]) or isinstance(value, bool) or not _holds_strings(value):
            raise ReadError(
                f"{sources}: {field} of {name} has the wrong type ({value!r}); "
                "see the notes at the top of seeds/sources.toml"
            )
    if not _ID.fullmatch(str(entry.get("id") or "x")):
        raise ReadError(f"{sources}: id {entry['id']!r} of {name}; use letters, digits, '.', '_' and '-' only")
    if not _is_date(str(entry.get("date") or "2000-01-01")):
        raise ReadError(f"{sources}: date {entry['date']!r} of {name}; write a day of the calendar as YYYY-MM-DD")
    if not 1900 <= int(str(entry.get("year", 2000))) <= 2100:
        raise ReadError(f"{sources}: year {entry['year']!r} of {name}; write the four digits, such as 2022")


def _holds_strings(value: object) -> bool:
    return not isinstance(value, list) or all(isinstance(item, str) for item in value)


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
