"""Measure how good the answers are: ``python -m eval --help`` lists the commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from eval.commands import bench, compare, factoid, fit, run, validate
from eval.commands.terminal import BAD_DATA, ERROR, report_faults
from eval.questionset import QuestionSetError
from eval.sets import SetError
from indexer.corpus import IndexerError

_EXTRA = "the evaluation needs more packages: pip install --constraint constraints.txt --editable '.[eval]'"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 ok, 1 error, 2 bad input data, 100 a gate failed."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a terminal set to another encoding must not fail
    try:
        result: int = options.command(options)
    except QuestionSetError as error:
        return report_faults(error.path, error.faults)
    except SetError as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_DATA
    except ModuleNotFoundError as error:
        print(f"error: no module {error.name}; {_EXTRA}", file=sys.stderr)
        return ERROR
    except (IndexerError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return ERROR
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure how good the answers are.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (run, validate, compare, bench, factoid, fit):
        module.add_commands(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
