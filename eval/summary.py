"""Outcomes → rows of a table: every measure, its interval, for all questions and for each kind of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.measures import MEASURES, SET_MEASURES, Measure
from eval.outcomes import Outcome
from eval.statistics import interval

_OF_GROUPS = ("right_cited", "right", "refused", "short", "success_1", "success_5", "overlap")
"""Measures given for each type, tag and kind; all others are given for whole splits only."""


@dataclass(frozen=True, slots=True)
class Value:
    """A mean over ``n`` questions with its 95 % interval; no interval where none can be given."""

    value: float
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The measures of one system over one group of one split of a set.

    ``group`` is "all", or "type=number", "tag=colloquial", "kind=near_miss".
    """

    system: str
    set: str
    split: str
    group: str
    n: int
    measures: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Robustness:
    """How one kind of variant does beside the questions it was derived from, as shares of ``n`` pairs.

    ``fallen`` are the points that right answers fall by, refused unanswerable ones included; ``found`` and
    ``found_original`` the shares whose sentence is found first. The row of variant "worst" asks that a question be
    right in every variant it has.
    """

    set: str
    variant: str
    n: int
    right: float
    original: float
    found: float | None
    found_original: float | None

    @property
    def fallen(self) -> float:
        """Share of right answers lost."""
        return self.original - self.right


def rows(system: str, outcomes: Sequence[Outcome], *, groups: bool = True) -> list[Row]:
    """Return a row for each set, split and group, whole splits first; split "all" where a set was asked whole."""
    found = []
    for name, split, members in _splits(outcomes):
        found.append(Row(system, name, split, "all", len(members), _measured(members, MEASURES, whole=True)))
        if groups:
            some = [measure for measure in MEASURES if measure.name in _OF_GROUPS]
            found += [
                Row(system, name, split, label, len(part), _measured(part, some, whole=False))
                for label, part in _groups(members).items()
            ]
    return found


def robustness(variants: Sequence[Outcome], originals: Sequence[Outcome]) -> list[Robustness]:
    """Return a row for each kind of variant of each set, and one for the worst of them."""
    by_id = {outcome.id: outcome for outcome in originals}
    kinds: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in variants:
        if outcome.variant_of in by_id:
            kinds[outcome.set, str(outcome.variant)].append(outcome)
    found = [_robust(name, kind, members, by_id) for (name, kind), members in sorted(kinds.items())]
    of_set: dict[str, list[Outcome]] = defaultdict(list)
    for (name, _), members in sorted(kinds.items()):
        of_set[name] += members
    return found + [_worst(name, members, by_id) for name, members in of_set.items()]


def is_right(outcome: Outcome) -> bool:
    """Tell whether the outcome is as it should be: answered right with its citation, or refused rightly."""
    return outcome.failure is None


def _splits(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, str, list[Outcome]]]:
    for name in dict.fromkeys(outcome.set for outcome in outcomes):
        members = [outcome for outcome in outcomes if outcome.set == name]
        splits = sorted({outcome.split for outcome in members})
        for split in splits:
            yield name, split, [outcome for outcome in members if outcome.split == split]
        if len(splits) > 1:
            yield name, "all", members


def _groups(members: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in members:
        groups[f"type={outcome.type}"].append(outcome)
    for outcome in members:
        for tag in outcome.tags:
            groups[f"tag={tag}"].append(outcome)
        if outcome.unanswerable_kind:
            groups[f"kind={outcome.unanswerable_kind}"].append(outcome)
    return groups


def _measured(members: Sequence[Outcome], measures: Iterable[Measure], *, whole: bool) -> dict[str, Value]:
    found = {}
    for measure in measures:
        applies = [(v, o.cluster) for o in members if (v := o.scores.get(measure.name)) is not None]
        if not applies:
            continue
        values, clusters = [v for v, _ in applies], [c for _, c in applies]
        low, high = interval(values, clusters, share=measure.percent)
        found[measure.name] = Value(sum(values) / len(values), len(values), low, high)
    for of_set in SET_MEASURES if whole else ():
        value = of_set.of(members)
        if value is not None:
            found[of_set.name] = Value(value, len(members))
    return found


def _robust(name: str, kind: str, members: Sequence[Outcome], by_id: Mapping[str, Outcome]) -> Robustness:
    originals = [by_id[str(outcome.variant_of)] for outcome in members]
    return Robustness(
        set=name,
        variant=kind,
        n=len(members),
        right=_mean([is_right(o) for o in members]),
        original=_mean([is_right(o) for o in originals]),
        found=_mean_found(members),
        found_original=_mean_found(originals),
    )


def _worst(name: str, members: Sequence[Outcome], by_id: Mapping[str, Outcome]) -> Robustness:
    of_question: dict[str, list[bool]] = defaultdict(list)
    for outcome in members:
        of_question[str(outcome.variant_of)].append(is_right(outcome))
    right = _mean([all(marks) for marks in of_question.values()])
    return Robustness(
        name, "worst", len(of_question), right, _mean([is_right(by_id[key]) for key in of_question]), None, None
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _mean_found(outcomes: Sequence[Outcome]) -> float | None:
    values = [v for o in outcomes if (v := o.scores.get("success_1")) is not None]
    return _mean(values) if values else None
