"""``python -m eval bench``: measure speed, memory, scale and load."""

from __future__ import annotations

import argparse

from eval.bench import Plan, add_arguments, draw_bench, run_bench
from eval.commands.terminal import OK


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the parser."""
    bench = commands.add_parser("bench", help="measure speed, memory, scale and load")
    add_arguments(bench)
    bench.set_defaults(command=_bench)


def _bench(options: argparse.Namespace) -> int:
    measured = run_bench(Plan.of(options))
    print(draw_bench(measured))
    print(f"\n{measured.save(options.out)}")
    return OK
