"""The scorecard of a run: what was asked of whom, how it went, and how sure that is. Saved as JSON, and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from eval.outcomes import Outcome
from eval.summary import Robustness, Row

FORMAT = 1
FILE = "scorecard.json"


class ScorecardError(ValueError):
    """A scorecard that is not there or cannot be read; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """One gate: what was demanded, what was found, and whether it holds."""

    gate: str
    found: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed for one measure between two runs on the questions that both asked.

    ``fixed`` and ``broken`` count questions that became right or wrong (of shares; 0 of means); ``fixed_ids`` and
    ``broken_ids`` name those of them whose details the later run keeps. ``p`` is adjusted for the number of measures
    tested (Holm).
    """

    measure: str
    before: float
    after: float
    n: int
    p: float
    fixed: int = 0
    broken: int = 0
    fixed_ids: tuple[str, ...] = ()
    broken_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """One run against another, set by set; ``one`` and ``other`` name the runs."""

    one: str
    other: str
    differences: Mapping[str, tuple[Difference, ...]]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything a run found out.

    ``facts`` say what was measured (date, commit, index and settings digests, the digest of the scores); ``outcomes``
    are the product's, ``variants`` those of derived questions; ``rows`` hold every system. ``timing`` maps a set to its
    p50 and p95 in milliseconds: the only part, with ``facts``, that differs from run to run.
    """

    facts: Mapping[str, Any]
    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]
    variants: tuple[Outcome, ...] = ()
    robustness: tuple[Robustness, ...] = ()
    gates: tuple[GateResult, ...] = ()
    timing: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    since: Comparison | None = None
    format: int = FORMAT

    @property
    def passed(self) -> bool:
        """Whether every gate holds."""
        return all(gate.passed for gate in self.gates)

    def save(self, folder: Path) -> Path:
        """Write ``scorecard.json`` into ``folder``, whole or not at all, and return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        aside = path.with_suffix(".part")
        aside.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        aside.replace(path)
        return path

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a scorecard from a file, or from the folder of a run; raises ScorecardError."""
        file = path / FILE if path.is_dir() else path
        try:
            scorecard = TypeAdapter(cls).validate_json(file.read_bytes())
        except OSError as error:
            raise ScorecardError(
                f"{file}: no scorecard there ({error.strerror}); name the --out folder of a run"
            ) from error
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise ScorecardError(
                f"{file}: no scorecard of this version ({where}); make it anew with `eval run`"
            ) from error
        return scorecard

    def failed(self) -> frozenset[tuple[str, str]]:
        """Return set and id of every question that went wrong."""
        return frozenset((outcome.set, outcome.id) for outcome in self.outcomes if outcome.failure)

    def row(self, system: str, name: str, split: str, group: str = "all") -> Row | None:
        """Return the row of one system over a group of a split of the set ``name``; None where the run has none."""
        wanted = (system, name, split, group)
        return next((r for r in self.rows if (r.system, r.set, r.split, r.group) == wanted), None)

    def systems(self) -> Sequence[str]:
        """Return the systems' names, the product first."""
        return tuple(dict.fromkeys(row.system for row in self.rows))
