"""A scorecard, or the difference of two, as one self-contained HTML file."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.charts import Figure, draw_interval, figures
from eval.measures import MEASURES, SET_MEASURES
from eval.outcomes import FAILURES, Outcome
from eval.scorecard import Comparison, Difference, Scorecard
from eval.summary import Row, Value

FILE = "scorecard.html"
_WEB = Path(__file__).parent / "web"
_ALL = (*MEASURES, *SET_MEASURES)
_BETTER_HIGH = {measure.name: measure.higher_is_better for measure in _ALL}
_PERCENT = {measure.name for measure in _ALL if measure.percent}
_SURE = 0.05
_SAME = 1e-9
_TEN = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One set as the page shows it, whole where it was asked whole; ``rows`` hold every system, the product first."""

    name: str
    rows: Sequence[Row]
    splits: Sequence[Row]
    groups: Mapping[str, Sequence[Row]]
    changes: Mapping[str, Difference]
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Case:
    """One outcome for people: ``ranks`` say for each group of its gold where it was found, None for not at all.

    ``passages`` are (rank, passage, pieces of its text); a piece is text and how it is marked: gold, cited, or both.
    """

    outcome: Outcome
    ranks: Mapping[int, int | None]
    passages: Sequence[tuple[int, Mapping[str, Any], Sequence[tuple[str, str]]]]

    @classmethod
    def of(cls, outcome: Outcome) -> Case:
        """Lay out the details of an outcome that has some."""
        evidence, cited = outcome.detail["evidence"], outcome.detail["citations"]
        ranks = {
            span["group"]: next((n for n, item in enumerate(evidence, 1) if span["group"] in item["groups"]), None)
            for span in outcome.detail["gold"]["evidence"]
        }
        return cls(outcome, ranks, [(n, item, _pieces(item, cited)) for n, item in enumerate(evidence, 1)])

    @property
    def deep(self) -> int:
        """The rank down to which passages are worth showing at once."""
        return max([3, *(rank for rank in self.ranks.values() if rank)])


@dataclass(frozen=True, slots=True)
class Change:
    """A question that went from right to wrong, or back, in some measures; ``before`` is None without its details."""

    before: Case | None
    after: Case
    broken: Sequence[str]
    fixed: Sequence[str]


def draw_page(scorecard: Scorecard, folder: Path) -> Path:
    """Write ``scorecard.html`` into ``folder``, whole or not at all, and return its path."""
    failed = [outcome for outcome in scorecard.outcomes if outcome.failure]
    context = {
        "card": scorecard,
        "parts": [_part(scorecard, name) for name in dict.fromkeys(outcome.set for outcome in scorecard.outcomes)],
        "cases": {kind: [Case.of(o) for o in failed if o.failure == kind and o.detail] for kind in FAILURES},
        "counts": Counter((o.failure, o.set, o.split) for o in failed),
        "untold": sum(not outcome.detail for outcome in failed),
        "broken": _ids(scorecard.since, "broken_ids"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    return _write("scorecard.html", context, folder / FILE)


def draw_difference(comparison: Comparison, before: Scorecard, after: Scorecard, path: Path) -> Path:
    """Write the comparison of two runs as a page, what got worse first, and return its path."""
    changes = list(_changes(comparison, before, after))
    context = {
        "comparison": comparison,
        "runs": (before, after),
        "broken": [change for change in changes if change.broken],
        "fixed": [change for change in changes if not change.broken],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    return _write("difference.html", context, path)


def shown(measure: str, value: float | None) -> str:
    """Return a value of a measure as people read it."""
    if value is None:
        return "–"
    text = f"{100 * value:.1f} %" if measure in _PERCENT else f"{value:.3f}" if value < _TEN else f"{value:.0f}"
    return text.replace("-", "−")


def direction(difference: Difference) -> str:
    """Return better, worse or same."""
    gain = (difference.after - difference.before) * (1 if _BETTER_HIGH.get(difference.measure, True) else -1)
    return "same" if abs(gain) < _SAME else "better" if gain > 0 else "worse"


def _write(template: str, context: Mapping[str, Any], path: Path) -> Path:
    environment = Environment(
        loader=FileSystemLoader(_WEB), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    words = tomllib.loads((_WEB / "definitions.toml").read_text(encoding="utf-8"))
    environment.globals |= {
        "shown": shown, "span": _span, "direction": direction, "by_harm": _by_harm, "SURE": _SURE,
        "draw_interval": draw_interval, "Value": Value, "means": words["measures"], "kinds": words["failures"],
        "labels": {measure.name: measure.label for measure in _ALL}, "better_high": _BETTER_HIGH,
    }  # fmt: skip
    aside = path.with_suffix(".part")
    aside.write_text(environment.get_template(template).render(context), encoding="utf-8")
    return aside.replace(path)


def _part(card: Scorecard, name: str) -> Part:
    product = next(iter(card.systems()), "")
    splits = [row for row in card.rows if (row.system, row.set, row.group) == (product, name, "all")]
    split = next((row.split for row in splits if row.split == "all"), splits[0].split if splits else "all")
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in card.rows:
        if (row.system, row.set, row.split) == (product, name, split) and row.group != "all":
            groups[row.group.partition("=")[0]].append(row)
    return Part(
        name=name,
        rows=[row for row in card.rows if (row.set, row.split, row.group) == (name, split, "all")],
        splits=[row for row in splits if row.split != split],
        groups=groups,
        changes={d.measure: d for d in (card.since.differences.get(name, ()) if card.since else ())},
        figures=figures(name, [outcome for outcome in card.outcomes if outcome.set == name]),
    )


def _span(measure: str, value: Value) -> str:
    """Return the 95 % interval as people read it; empty where there is none."""
    if value.low is None or value.high is None:
        return ""
    return f"{shown(measure, value.low).removesuffix(' %')} to {shown(measure, value.high)}"


def _by_harm(differences: Sequence[Difference]) -> list[Difference]:
    """Return the differences, what got worse first, the surest of it at the head."""
    order = ("worse", "better", "same")
    return sorted(differences, key=lambda difference: (order.index(direction(difference)), difference.p))


def _ids(comparison: Comparison | None, field: str) -> dict[tuple[str, str], list[str]]:
    """Return set and id of the questions that the differences name, each with the measures it is named for."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, differences in (comparison.differences if comparison else {}).items():
        for difference in differences:
            for question in getattr(difference, field):
                found[name, question].append(difference.measure)
    return found


def _changes(comparison: Comparison, before: Scorecard, after: Scorecard) -> Iterator[Change]:
    earlier = {(outcome.set, outcome.id): outcome for outcome in before.outcomes if outcome.detail}
    broken, fixed = _ids(comparison, "broken_ids"), _ids(comparison, "fixed_ids")
    for outcome in after.outcomes:
        key = outcome.set, outcome.id
        if outcome.detail and (key in broken or key in fixed):
            one = Case.of(earlier[key]) if key in earlier else None
            yield Change(one, Case.of(outcome), broken.get(key, ()), fixed.get(key, ()))


def _pieces(item: Mapping[str, Any], citations: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return the text of a passage cut where a gold or a cited range starts or ends."""
    start, text = item["start"], item["text"]
    cited = [(c["start"] - start, c["end"] - start) for c in citations if c["report"] == item["report"]]
    ranges = {"gold": [tuple(pair) for pair in item["gold"]], "cited": cited}
    edges = {0, len(text), *(edge for pairs in ranges.values() for pair in pairs for edge in pair)}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    return [
        (text[a:b], " ".join(kind for kind, pairs in ranges.items() if any(s <= a and b <= e for s, e in pairs)))
        for a, b in pairwise(cuts)
    ]
