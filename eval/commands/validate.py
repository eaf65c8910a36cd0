"""``python -m eval validate``: check a question set against the reports it quotes."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.commands.terminal import OK, report_faults
from eval.faults import validate
from eval.questionset import Fault, QuestionRecord, load_questions
from indexer.readers import read_report


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the parser."""
    check = commands.add_parser(
        "validate",
        help="check a question set against the reports it quotes",
        description="Check a question set. Exit code: 0 ok, 2 with a line for each fault, 1 any other error.",
    )
    check.add_argument("file", type=Path, metavar="FILE", help="question set, one JSON record a line")
    source = check.add_mutually_exclusive_group()
    source.add_argument("--index", type=Path, metavar="DIR", help="bundle that holds the reports (default: index/)")
    source.add_argument(
        "--report", type=Path, action="append", metavar="FILE", help="report file instead of a bundle; may be repeated"
    )
    check.set_defaults(command=lambda o: _validate(o.file, o.index, o.report))


def _validate(file: Path, index: Path | None, report_files: Sequence[Path] | None) -> int:
    records = load_questions(file)
    if not records:
        return report_faults(file, [Fault(1, "no question in this file; write one JSON record a line")])
    reports = _read_texts(report_files) if report_files else _bundle_texts(index or Path("index"))
    if faults := validate(records, reports):
        return report_faults(file, faults)
    print(_summary(file, records))
    return OK


def _read_texts(files: Sequence[Path]) -> Mapping[str, str]:
    return {report.id: report.text for report in map(read_report, files)}


def _bundle_texts(index: Path) -> Mapping[str, str]:
    from indexer.bundle import IndexBundle  # loads FAISS, which --report can do without

    return {report.id: report.text for report in IndexBundle.load(index).reports}


def _summary(file: Path, records: Sequence[QuestionRecord]) -> str:
    counts: dict[str, Counter[str]] = {
        "splits": Counter(record.split for record in records),
        "types": Counter(record.type for record in records),
        "tags": Counter(tag for record in records for tag in record.tags),
    }
    lines = [
        f"{name}: " + ", ".join(f"{label} {n}" for label, n in each.most_common()) for name, each in counts.items()
    ]
    return "\n".join([f"{file}: {len(records)} questions, no fault", *lines])
