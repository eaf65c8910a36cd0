"""``python -m eval compare | accept``: a run beside another, and the run that the gates hold later ones against."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from eval.commands.terminal import BAD_DATA, OK


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to those of the parser."""
    compare = commands.add_parser("compare", help="two runs side by side, with significance")
    compare.add_argument("one", type=Path, metavar="A", help="the earlier run: its folder or scorecard.json")
    compare.add_argument("other", type=Path, metavar="B", help="the later run")
    compare.add_argument("--html", type=Path, metavar="FILE", help="write the comparison as a page too")
    compare.set_defaults(command=lambda o: _compare(o.one, o.other, o.html))
    accept = commands.add_parser("accept", help="make a run the baseline that the gates hold later runs against")
    accept.add_argument("run", type=Path, metavar="RUN", help="folder of the run or its scorecard.json")
    accept.set_defaults(command=lambda o: _accept(o.run))


def _compare(one: Path, other: Path, html: Path | None) -> int:
    from eval.comparison import compare
    from eval.page import draw_difference
    from eval.scorecard import Scorecard
    from eval.table import draw_comparison

    before, after = Scorecard.load(one), Scorecard.load(other)
    found = compare(before, after, (str(one), str(other)))
    if not found.differences:
        print(f"error: {one} and {other} have no question in common; compare runs of the same sets", file=sys.stderr)
        return BAD_DATA
    print(draw_comparison(found))
    if html:
        print(f"\n{draw_difference(found, before, after, html)}")
    return OK


def _accept(run: Path) -> int:
    from eval.gates import BASELINE, write_baseline
    from eval.scorecard import Scorecard

    scorecard = Scorecard.load(run)
    if scorecard.facts.get("partial"):
        print(f"error: {run}: asked only some questions; accept a whole run", file=sys.stderr)
        return BAD_DATA
    write_baseline(scorecard)
    print(f"{BASELINE}: {len(scorecard.outcomes)} questions")
    return OK
