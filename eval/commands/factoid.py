"""``python -m eval factoid``: retrieval and reading on encyclopaedic questions, such as DRCD's."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.terminal import OK, draw_bar


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the parser."""
    factoid = commands.add_parser(
        "factoid",
        help="retrieval and reading on encyclopaedic questions (DRCD)",
        description="Ask the last third of a file of rows with question, passage and answer, .jsonl or .jsonl.xz.",
    )
    factoid.add_argument("file", type=Path, metavar="FILE", help="rows such as those of drcd_dev.jsonl.xz")
    factoid.set_defaults(command=lambda o: _factoid(o.file))


def _factoid(file: Path) -> int:
    from eval.factoid import measure, read_factoids  # loads FAISS and the model

    factoids = read_factoids(file)
    found = measure(factoids, draw_bar(file.name, len(factoids)))
    print(f"{file.name}: {found.n} questions, {found.sentences} sentences")
    for name, share in found.first.items():
        print(f"  answer in the sentence found first, {name:24s} {100 * share:5.1f} %")
    print(f"  answer inside what is quoted, the passage given      {100 * found.inside:5.1f} %")
    print(f"  characters quoted, mean                              {found.characters:5.1f}")
    return OK
