"""The gates of ``gates.toml``: one definition that drives what is printed and the exit code."""

from __future__ import annotations

import json
import operator
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.comparison import differences_of
from eval.measures import BY_NAME, SET_MEASURES
from eval.outcomes import Outcome
from eval.scorecard import GateResult, Scorecard
from eval.summary import Row

GATES = Path(__file__).parent / "gates.toml"
BASELINE = Path(__file__).parent / "baseline.json"
_BOUNDS = {"at_least": (operator.ge, "≥"), "at_most": (operator.le, "≤")}
_DROP = 1e-9


class GateError(ValueError):
    """A gate that cannot be read; the message names the file and the gate."""


@dataclass(frozen=True, slots=True)
class Gates:
    """Hard floors, the measures that may not get significantly worse, and the significance wanted."""

    floors: tuple[Mapping[str, Any], ...]
    no_worse: tuple[str, ...]
    alpha: float

    @classmethod
    def load(cls, path: Path = GATES) -> Gates:
        """Read ``gates.toml``; raises GateError for a gate with fields missing or a measure that does not exist."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise GateError(f"{path}: {error}") from error
        floors = tuple(table.get("floor", ()))
        known = {*BY_NAME, *(measure.name for measure in SET_MEASURES)}
        for number, floor in enumerate(floors, 1):
            bounds = _BOUNDS.keys() & floor.keys()
            if len(bounds) != 1 or not {"set", "split", "measure"} <= floor.keys() or floor["measure"] not in known:
                raise GateError(f"{path}: floor {number}: give set, split, a known measure, and at_least or at_most")
        no_worse = table.get("no_worse", {})
        if unknown := set(no_worse.get("measures", ())) - BY_NAME.keys():
            raise GateError(f"{path}: no_worse: there is no measure {sorted(unknown)[0]!r}")
        return cls(floors, tuple(no_worse.get("measures", ())), float(no_worse.get("alpha", 0.05)))

    def check(
        self, system: str, rows: Sequence[Row], outcomes: Sequence[Outcome], baseline: Sequence[Outcome]
    ) -> list[GateResult]:
        """Return the result of every gate whose set and split were asked."""
        return [*self._floors(system, rows), *self._no_worse(outcomes, baseline)]

    def _floors(self, system: str, rows: Sequence[Row]) -> Iterator[GateResult]:
        measured = {(row.set, row.split, row.group): row for row in rows if row.system == system}
        for floor in self.floors:
            row = measured.get((floor["set"], floor["split"], floor.get("group", "all")))
            value = row.measures.get(floor["measure"]) if row else None
            if value is None:
                continue
            bound = next(iter(_BOUNDS.keys() & floor.keys()))
            holds, sign = _BOUNDS[bound]
            where = f"{floor['set']}/{floor['split']}" + (f" {floor['group']}" if "group" in floor else "")
            name = f"{where}: {floor['measure']} {sign} {floor[bound]:g}"
            yield GateResult(name, f"{value.value:.3f} (n = {value.n})", bool(holds(value.value, floor[bound])))

    def _no_worse(self, outcomes: Sequence[Outcome], baseline: Sequence[Outcome]) -> Iterator[GateResult]:
        for name, split in dict.fromkeys((o.set, o.split) for o in outcomes):
            before = [o for o in baseline if (o.set, o.split) == (name, split)]
            after = [o for o in outcomes if (o.set, o.split) == (name, split)]
            for difference in differences_of(before, after):
                if difference.measure in self.no_worse:
                    worse = difference.after < difference.before - _DROP and difference.p < self.alpha
                    found = f"{difference.before:.3f} → {difference.after:.3f} (p = {difference.p:.3f})"
                    gate = f"{name}/{split}: {difference.measure} not worse than the baseline"
                    yield GateResult(gate, found, not worse)


def read_baseline(path: Path = BASELINE) -> list[Outcome]:
    """Return the outcomes of the stored baseline, of which only the scores are kept; empty where none is stored."""
    if not path.exists():
        return []
    stored = json.loads(path.read_text(encoding="utf-8"))
    return [
        Outcome(
            id=key,
            set=name,
            split=split,
            type="",
            answerable=True,
            outcome="",
            confidence=0.0,
            cluster=0,
            scores=scores,
        )
        for name, splits in stored["sets"].items()
        for split, questions in splits.items()
        for key, scores in questions.items()
    ]


def write_baseline(scorecard: Scorecard, path: Path = BASELINE) -> None:
    """Store the scores of a run that later runs are held against; sets that the run did not ask are kept."""
    kept = json.loads(path.read_text(encoding="utf-8"))["sets"] if path.exists() else {}
    measures = Gates.load().no_worse
    for outcome in scorecard.outcomes:
        scores = {name: outcome.scores[name] for name in measures if outcome.scores.get(name) is not None}
        kept.setdefault(outcome.set, {}).setdefault(outcome.split, {})[outcome.id] = scores
    stored = {"commit": scorecard.facts.get("commit", ""), "sets": kept}
    path.write_text(json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
