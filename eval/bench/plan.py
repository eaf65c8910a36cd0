"""What the bench measures, how often and how large; and the options that say so."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

PARTS = ("cold", "build", "warm", "scale", "http", "browser")
ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
REPORTS = Path(__file__).parents[1] / "reports"

Progress = Callable[[str, int], Callable[[], None]]
"""Told what is measured and how many steps it takes; returns what to call after each."""


class MissingToolError(ValueError):
    """A part that this machine lacks something for; the message says what, and how to get it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure; every figure is taken ``repeats`` times.

    ``reports`` is the folder of reports that enlarged corpora are made of, ``enlarged`` the passages of the one that is
    built, ``sizes`` those of the ones that are asked. ``sets`` and ``questions`` limit how many question sets, and how
    many questions of each, are asked (None: all). HTTP is measured with each number of ``clients`` at once, for
    ``requests`` or ``seconds``, whichever ends first.
    """

    parts: tuple[str, ...] = PARTS
    reports: Path = REPORTS
    repeats: int = 5
    enlarged: int = 10_000
    sets: int | None = None
    questions: int | None = None
    sizes: tuple[int, ...] = (1_000, 10_000, 100_000)
    clients: tuple[int, ...] = (1, 10, 50, 100)
    requests: int = 600
    seconds: float = 5.0

    def __post_init__(self) -> None:
        numbers = (self.repeats, self.enlarged, *self.sizes, *self.clients, self.requests, self.seconds)
        if not self.parts or min(numbers) <= 0:
            raise ValueError("bench: every number of the plan is 1 or more, and there is at least one part")

    @classmethod
    def of(cls, options: argparse.Namespace) -> Self:
        """Return the plan that the options of ``add_arguments`` ask for."""
        plan = cls(parts=options.only, reports=options.reports)
        if options.quick:
            plan = replace(
                plan,
                repeats=2,
                enlarged=500,
                sets=1,
                questions=6,
                sizes=(300,),
                clients=(1, 4),
                requests=24,
                seconds=0.4,
            )
        given = {"repeats": options.repeats, "sizes": options.sizes}
        return replace(plan, **{name: value for name, value in given.items() if value is not None})

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON; of the folder its name only, which is the same on every machine."""
        return asdict(self) | {"reports": self.reports.name}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``python -m eval bench``."""
    parser.description = "Measure speed and memory. Exit code: 0 ok, 1 error."
    parser.add_argument(
        "--out", type=Path, default=Path("bench"), metavar="DIR", help="for bench.json (default: bench/)"
    )
    parser.add_argument(
        "--only", type=_parts, default=PARTS, metavar="PART,…", help=f"measure only these of {', '.join(PARTS)}"
    )
    parser.add_argument("--quick", action="store_true", help="small and few: to see that it runs, not to quote")
    parser.add_argument("--repeats", type=_positive, metavar="N", help="take every figure N times (default: 5)")
    parser.add_argument(
        "--reports", type=Path, default=REPORTS, metavar="DIR", help="reports to enlarge the corpus with"
    )
    parser.add_argument(
        "--sizes", type=_sizes, metavar="N,…", help="passages of the enlarged corpora (default: 1000,10000,100000)"
    )


def _parts(text: str) -> tuple[str, ...]:
    wanted = {part.strip() for part in text.split(",") if part.strip()}
    if not wanted or (unknown := sorted(wanted - set(PARTS))):
        what = unknown[0] if wanted else "nothing"
        raise argparse.ArgumentTypeError(f"{what} is no part of the bench; name some of {', '.join(PARTS)}")
    return tuple(part for part in PARTS if part in wanted)


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(_positive(number) for number in text.split(","))


def _positive(text: str) -> int:
    if not (text.strip().isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of 1 or more")
    return int(text)
