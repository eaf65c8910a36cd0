"""The options of the bench, as its command line gives them."""

from __future__ import annotations

import argparse

from eval.bench import add_arguments


def options(*arguments: str) -> argparse.Namespace:
    """Read the arguments as `python -m eval bench` does."""
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)
