"""The scorecard as a table on the terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from eval.measures import BY_NAME, SET_MEASURES
from eval.outcomes import FAILURES
from eval.scorecard import Comparison, Scorecard
from eval.summary import Row, Value

_HEADLINE = ("right_cited", "refused", "selective", "penalised", "auroc", "short", "success_1", "success_5", "verbatim")
_GROUPS = ("right_cited", "refused", "success_1", "success_5")
_PERCENT = {name for name, measure in BY_NAME.items() if measure.percent} | {m.name for m in SET_MEASURES if m.percent}


def draw_table(scorecard: Scorecard) -> str:
    """Return the whole scorecard as text: systems, groups, robustness, failures, what changed, gates."""
    parts = [
        *(_systems(scorecard, name, split) for name, split in _places(scorecard)),
        *(_groups(scorecard, name, split) for name, split in dict(_places(scorecard)).items()),
        _robustness(scorecard),
        _failures(scorecard),
        draw_comparison(scorecard.since) if scorecard.since else "",
        _gates(scorecard),
    ]
    return "\n\n".join(part for part in parts if part)


def draw_comparison(comparison: Comparison) -> str:
    """Return what changed between two runs, as text."""
    blocks = []
    for name, differences in comparison.differences.items():
        lines = [["", "before", "after", "fixed", "broken", "p (Holm)"]]
        lines += [
            [d.measure, _shown(d.measure, d.before), _shown(d.measure, d.after), str(d.fixed or ""),
             str(d.broken or ""), f"{d.p:.3f}"]
            for d in differences
        ]  # fmt: skip
        broken = sorted({key for d in differences for key in d.broken_ids if d.measure in ("right_cited", "refused")})
        fixed = sorted({key for d in differences for key in d.fixed_ids if d.measure in ("right_cited", "refused")})
        more = [f"{label}: {' '.join(ids)}" for label, ids in (("fixed", fixed), ("broken", broken)) if ids]
        blocks.append("\n".join([f"{name}: {comparison.one} → {comparison.other}", *_aligned(lines), *more]))
    return "\n\n".join(blocks)


def _places(scorecard: Scorecard) -> list[tuple[str, str]]:
    return list(dict.fromkeys((row.set, row.split) for row in scorecard.rows if row.group == "all"))


def _systems(scorecard: Scorecard, name: str, split: str) -> str:
    found = [row for system in scorecard.systems() if (row := scorecard.row(system, name, split))]
    lines = [["", *_HEADLINE]] + [[row.system, *(_cell(row, measure) for measure in _HEADLINE)] for row in found]
    product = found[0]
    intervals = ["  95 %", *(_interval(measure, product.measures.get(measure)) for measure in _HEADLINE)]
    title = f"{name}, {split} ({product.n} questions)"
    return "\n".join([title, *_aligned([lines[0], lines[1], intervals, *lines[2:]])])


def _groups(scorecard: Scorecard, name: str, split: str) -> str:
    product = scorecard.systems()[0]
    found = [r for r in scorecard.rows if (r.system, r.set, r.split) == (product, name, split) and r.group != "all"]
    if not found:
        return ""
    lines = [["", "n", *_GROUPS]] + [
        [row.group, str(row.n), *(_cell(row, measure) for measure in _GROUPS)]
        for row in sorted(found, key=lambda row: (row.group.split("=")[0] != "type", row.group.split("=")[0], -row.n))
    ]
    return "\n".join([f"{name}, {split}, {product} by kind of question", *_aligned(lines)])


def _robustness(scorecard: Scorecard) -> str:
    if not scorecard.robustness:
        return ""
    lines = [["variant", "n", "right", "original", "fallen", "found first", "original"]] + [
        [f"{r.set}: {r.variant}", str(r.n), f"{r.right:.1%}", f"{r.original:.1%}", f"{100 * r.fallen:+.1f}",
         *("" if v is None else f"{v:.1%}" for v in (r.found, r.found_original))]
        for r in scorecard.robustness
    ]  # fmt: skip
    return "\n".join(["robustness (points that right answers fall by)", *_aligned(lines)])


def _failures(scorecard: Scorecard) -> str:
    blocks = []
    for name in dict.fromkeys(o.set for o in scorecard.outcomes):
        counts = Counter(o.failure for o in scorecard.outcomes if o.set == name and o.failure)
        told = ", ".join(f"{kind} {counts[kind]}" for kind in FAILURES if counts[kind])
        blocks.append(f"{name}, failures: {told or 'none'}")
    return "\n".join(blocks)


def _gates(scorecard: Scorecard) -> str:
    if not scorecard.gates:
        return ""
    lines = [["ok" if gate.passed else "FAILED", gate.gate, gate.found] for gate in scorecard.gates]
    return "\n".join(["gates", *_aligned(lines, left=3)])


def _cell(row: Row, measure: str) -> str:
    value = row.measures.get(measure)
    return "–" if value is None else _shown(measure, value.value)


def _interval(measure: str, value: Value | None) -> str:
    if value is None or value.low is None or value.high is None:
        return ""
    low, high = _shown(measure, value.low), _shown(measure, value.high)
    return f"{low.removesuffix('%')}–{high}"


def _shown(measure: str, value: float) -> str:
    return f"{100 * value:.1f}%" if measure in _PERCENT else f"{value:.3f}" if value < 10 else f"{value:.0f}"


def _aligned(lines: Sequence[Sequence[str]], left: int = 1) -> Iterator[str]:
    """Yield the lines with their columns aligned, the first ``left`` columns to the left."""
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            cell + " " * (width - _width(cell)) if i < left else " " * (width - _width(cell)) + cell
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield "  " + "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
