"""The glossary of the bench: figure, row, table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Figure:
    """What one thing measured in each repeat (``values``, at least one, in ``unit``).

    The repeats stand for each other: their median is the figure, their range is its spread.
    """

    unit: str
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("a figure of no values; measure at least once")

    @property
    def median(self) -> float:
        """The median of the repeats."""
        return median(self.values)

    @property
    def spread(self) -> tuple[float, float]:
        """The smallest and the largest repeat."""
        return min(self.values), max(self.values)

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as JSON, median and spread worked out."""
        low, high = self.spread
        return {"unit": self.unit, "median": self.median, "low": low, "high": high, "values": list(self.values)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` returned."""
        return cls(data["unit"], tuple(data["values"]))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what was measured, and its figures by column."""

    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a part of the bench, or of half of it; ``notes`` say how they came about."""

    part: str
    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def row(self, name: str) -> Row:
        """Return the row of that name; raises KeyError where there is none."""
        return {row.name: row for row in self.rows}[name]

    def to_dict(self) -> dict[str, Any]:
        """Return the table as JSON."""
        rows = [{"name": r.name, "figures": {c: f.to_dict() for c, f in r.figures.items()}} for r in self.rows]
        return {"part": self.part, "title": self.title, "rows": rows, "notes": list(self.notes)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` returned."""
        rows = [Row(r["name"], {c: Figure.from_dict(f) for c, f in r["figures"].items()}) for r in data["rows"]]
        return cls(data["part"], data["title"], tuple(rows), tuple(data["notes"]))


def percentile(values: Sequence[float], point: float) -> float:
    """Return the ``point``-th percentile (0–100) of ``values``, between neighbours by the straight line (as numpy)."""
    import numpy as np

    return float(np.percentile(values, point))
