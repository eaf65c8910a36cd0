"""Reports and passages ↔ lines of JSON; save and load side by side, no field left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from indexer.corpus import IndexerError, Passage, Period, Report, Scope, Section

T = TypeVar("T")
_NAMES = {kind: [field.name for field in fields(kind)] for kind in (Report, Section, Passage, Period)}


class RecordError(IndexerError, ValueError):
    """A line that is not the record it should be."""


def dump_reports(reports: Iterable[Report]) -> bytes:
    """Return one JSON object a line."""
    return _dump({**_fields(r), "sections": [_with_period(section) for section in r.sections]} for r in reports)


def load_reports(data: bytes) -> tuple[Report, ...]:
    """Read what ``dump_reports`` wrote; raises RecordError."""
    return _load(data, lambda record: Report(**{**record, "sections": tuple(map(_section, record["sections"]))}))


def dump_passages(passages: Iterable[Passage]) -> bytes:
    """Return one JSON object a line."""
    return _dump(map(_with_period, passages))


def load_passages(data: bytes) -> tuple[Passage, ...]:
    """Read what ``dump_passages`` wrote; raises RecordError."""
    return _load(data, lambda record: Passage(**{**record, "period": _period(record["period"])}))


def _section(record: Mapping[str, Any]) -> Section:
    return Section(**{**record, "period": _period(record["period"])})


def _period(record: Mapping[str, Any]) -> Period:
    return Period(**{**record, "scope": record["scope"] and Scope(record["scope"])})


def _with_period(value: Section | Passage) -> dict[str, Any]:
    return {**_fields(value), "period": _fields(value.period)}


def _fields(value: Report | Section | Passage | Period) -> dict[str, Any]:
    return {name: getattr(value, name) for name in _NAMES[type(value)]}


def _dump(records: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in records).encode()


def _load(data: bytes, make: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    try:
        return tuple(make(_tuples(json.loads(line))) for line in data.decode().split("\n") if line)
    except (ValueError, TypeError, KeyError) as error:
        raise RecordError(f"a line is not the record it should be ({error})") from error


def _tuples(record: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the record's lists, which JSON has, into tuples, which frozen dataclasses have."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in dict(record).items()}
