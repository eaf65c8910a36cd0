"""Outcomes → curves, and curves and intervals → inline SVG that needs no script and is told to screen readers in words.

Colours come from the classes of ``web/scorecard.css``; positions are in the units of each drawing's view box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from markupsafe import Markup

from eval.measures import risk_coverage
from eval.outcomes import Outcome
from eval.summary import Value

Point = tuple[float, float]

_DEPTH = 10
_WIDTH, _HEIGHT = 380, 260
_LEFT, _END, _TOP, _FLOOR = 48, 356, 12, 218  # where the axes run
_STEPS = (0.05, 0.1, 0.2)
_TICKS = 5
_ROUNDING = 1e-9
_SETTLED = 10
"""Answers after which a share of wrong ones is more than noise; a longer risk curve is drawn from there on."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a chart: what it shows, its ends, and its ticks with their labels."""

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    @classmethod
    def of_shares(cls, label: str, values: Sequence[float]) -> Axis:
        """Return an axis that holds ``values``, shares from 0 to 1, between round ticks, of which there are few."""
        low, high = min(values, default=0.0), max(values, default=1.0)
        step = next((s for s in _STEPS if high - low <= s * (_TICKS - 1)), _STEPS[-1])
        last = max(ceil(high / step - _ROUNDING), 1)
        first = max(0, min(floor(low / step + _ROUNDING), last - _TICKS + 1))
        ticks = tuple((n * step, f"{100 * n * step:.0f} %") for n in range(first, last + 1))
        return cls(label, first * step, last * step, ticks)

    def along(self, value: float, start: float, end: float) -> float:
        """Return where ``value`` lies between two positions of a drawing."""
        return start + (value - self.low) / (self.high - self.low) * (end - start)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart; ``style`` is a class of the style sheet: "main" or "faint"."""

    points: Sequence[Point]
    style: str = "main"
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its title and what to see in it."""

    title: str
    caption: str
    drawing: Markup


def figures(name: str, outcomes: Sequence[Outcome]) -> list[Figure]:
    """Return the curves that the outcomes of the set ``name`` allow: recall at k, risk–coverage, calibration."""
    found = (_recall(name, outcomes), _risk(name, outcomes), _calibration(name, outcomes))
    return [figure for figure in found if figure]


def recall_curve(outcomes: Sequence[Outcome]) -> list[Point]:
    """Return (k, share of questions with a relevant passage among the first k) for k from 1 to 10.

    The reciprocal rank gives the rank; questions that have none, the unanswerable ones, do not count.
    """
    ranks = [round(1 / rr) if rr else None for o in outcomes if (rr := o.scores.get("rr")) is not None]
    if not ranks:
        return []
    return [(k, sum(rank is not None and rank <= k for rank in ranks) / len(ranks)) for k in range(1, _DEPTH + 1)]


def calibration_curve(outcomes: Sequence[Outcome], bins: int = 10) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, questions) of the answers given, in tenths from the least sure upwards.

    The tenths hold equally many answers (±1); where there are fewer answers than ``bins``, each stands alone.
    """
    given = sorted((o.confidence, o.scores.get("selective") or 0.0) for o in outcomes if o.outcome != "not_found")
    bins = min(bins, len(given))
    cuts = [len(given) * i // bins for i in range(bins + 1)] if bins else []
    parts = [given[start:end] for start, end in pairwise(cuts)]
    return [(sum(c for c, _ in p) / len(p), sum(r for _, r in p) / len(p), len(p)) for p in parts]


def draw_interval(value: Value, ends: Point = (0.0, 1.0), *, filled: bool = False, mark: float | None = None) -> Markup:
    """Return a bar with the 95 % interval, hidden from screen readers: the figures stand beside it.

    ``filled`` draws the bar from the left end to the value, else there is a tick at the value; ``mark`` sets a ring.
    """
    shapes = [Markup('<line class="track" x1="6" x2="194" y1="9" y2="9"/>')]
    at = _place(value.value, ends)
    if ends[0] < 0 < ends[1]:
        shapes.append(Markup('<line class="zero" x1="{0}" x2="{0}" y1="4" y2="14"/>').format(_place(0, ends)))
    if filled:
        shapes.append(Markup('<line class="fill" x1="6" x2="{}" y1="9" y2="9"/>').format(at))
    if value.low is not None and value.high is not None:
        kind, low, high = "whisker" if filled else "span", _place(value.low, ends), _place(value.high, ends)
        shapes.append(Markup('<line class="{}" x1="{}" x2="{}" y1="9" y2="9"/>').format(kind, low, high))
    if not filled:
        shapes.append(Markup('<line class="tick" x1="{0}" x2="{0}" y1="2" y2="16"/>').format(at))
    if mark is not None:
        shapes.append(Markup('<circle class="mark" cx="{}" cy="9" r="3.5"/>').format(_place(mark, ends)))
    drawn = Markup('<svg class="interval" viewBox="0 0 200 18" aria-hidden="true">{}</svg>')
    return drawn.format(Markup("").join(shapes))


def _recall(name: str, outcomes: Sequence[Outcome]) -> Figure | None:
    curve = recall_curve(outcomes)
    x = Axis("k, passages looked at", 0.5, _DEPTH + 0.5, tuple((k, str(k)) for k in range(1, _DEPTH + 1)))
    y = Axis.of_shares("Share of answerable questions found among the first k", [share for _, share in curve])
    return _figure(f"{name}-recall", "Recall at k", "", (x, y), [Line(curve, dots=True)])


def _risk(name: str, outcomes: Sequence[Outcome]) -> Figure | None:
    curve = risk_coverage(outcomes)
    if settled := len(curve) > 2 * _SETTLED:
        curve = curve[_SETTLED - 1 :]
    reach, whole = curve[-1] if curve else (0.0, 0.0)
    x = Axis.of_shares("coverage, the surest answers first", (0.0, 1.0))
    y = Axis.of_shares("Share of wrong answers among those given", [0.0, *(risk for _, risk in curve)])
    caption = "Dashed: what a confidence that knows nothing would do; below it is better."
    caption += f" Drawn from the {_SETTLED}th answer on." if settled else ""
    lines = [Line([(0.0, whole), (reach, whole)], "faint"), Line(curve)]
    return _figure(f"{name}-risk", "Risk and coverage", caption, (x, y), lines)


def _calibration(name: str, outcomes: Sequence[Outcome]) -> Figure | None:
    curve = [(confidence, _END) for confidence, _END, _ in calibration_curve(outcomes)]
    x = Axis.of_shares("mean confidence, in tenths of the answers", [confidence for confidence, _ in curve])
    y = Axis.of_shares("Share of right answers among those given", [0.0, 1.0, *(right for _, right in curve)])
    caption = "Dashed: as right as it is sure. Points below it are overconfident."
    lines = [Line([(x.low, x.low), (x.high, x.high)], "faint"), Line(curve, dots=True)]
    return _figure(f"{name}-calibration", "Calibration", caption, (x, y), lines)


def _figure(name: str, title: str, caption: str, axes: tuple[Axis, Axis], lines: Sequence[Line]) -> Figure | None:
    """Return a line chart, described by the points of its last line, the main one; None where that has none."""
    if not lines[-1].points:
        return None
    x, y = axes
    points = [f"{a:.0f}: {b:.1%}" if x.high > 1 else f"{a:.0%}: {b:.1%}" for a, b in lines[-1].points]
    told = f"{y.label}, by {x.label}. {', '.join(_thinned(points))}."
    drawing = Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-told">'
        '<title id="{}-title">{}</title><desc id="{}-told">{}</desc>{}{}</svg>'
    ).format(
        _WIDTH, _HEIGHT, name, name, name, title, name, told,
        Markup("").join(_frame(x, y)), Markup("").join(shape for line in lines for shape in _line(line, x, y)),
    )  # fmt: skip
    return Figure(title, f"{y.label}. {caption}".strip(), drawing)


def _thinned(points: Sequence[str]) -> Sequence[str]:
    """Return at most a dozen of the points, the last among them: more say nothing to who listens."""
    return points[:: -max(1, -(-len(points) // 12))][::-1]


def _frame(x: Axis, y: Axis) -> Iterator[Markup]:
    for value, label in y.ticks:
        at = _number(y.along(value, _FLOOR, _TOP))
        yield Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(_LEFT, _END, at, at)
        yield Markup('<text class="y" x="{}" y="{}" dy="4">{}</text>').format(_LEFT - 7, at, label)
    for value, label in x.ticks:
        at = _number(x.along(value, _LEFT, _END))
        yield Markup('<text class="x" x="{}" y="{}">{}</text>').format(at, _FLOOR + 17, label)
    yield Markup('<text class="x label" x="{}" y="{}">{}</text>').format((_LEFT + _END) / 2, _HEIGHT - 5, x.label)


def _line(line: Line, x: Axis, y: Axis) -> Iterator[Markup]:
    places = [(_number(x.along(a, _LEFT, _END)), _number(y.along(b, _FLOOR, _TOP))) for a, b in line.points]
    joined = " ".join(f"{a},{b}" for a, b in places)
    yield Markup('<polyline class="{}" points="{}"/>').format(line.style, joined)
    for a, b in places if line.dots else ():
        yield Markup('<circle class="{}" cx="{}" cy="{}" r="3.2"/>').format(line.style, a, b)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _place(value: float, ends: Point) -> str:
    return _number(Axis("", *ends, ()).along(min(max(value, ends[0]), ends[1]), 6, 194))
