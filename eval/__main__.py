"""Measure how good the answers are: ``python -m eval validate | fit``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.questionset import Fault, QuestionRecord, QuestionSetError, load_questions, validate
from indexer.corpus import IndexerError
from indexer.readers import read_report

OK, ERROR, BAD_DATA = 0, 1, 2
QUESTIONS = Path("eval/questions/xicheng.jsonl")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 ok, 1 error, 2 bad input data."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "fit":
            return _fit(options.questions, options.index)
        return _validate(options.file, options.index, options.report)
    except (IndexerError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return ERROR


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="Measure how good the answers are.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser(
        "validate",
        help="check a question set against the reports it quotes",
        description="Check a question set. Exit code: 0 ok, 2 with a line for each fault, 1 any other error.",
    )
    check.add_argument("file", type=Path, metavar="FILE", help="question set, one JSON record a line")
    source = check.add_mutually_exclusive_group()
    source.add_argument(
        "--index",
        type=Path,
        default=Path("index"),
        metavar="DIR",
        help="bundle that holds the reports (default: index/)",
    )
    source.add_argument(
        "--report", type=Path, action="append", metavar="FILE", help="report file instead of a bundle; may be repeated"
    )
    fitting = commands.add_parser("fit", help="fit the confidence of answers on the dev split of a question set")
    fitting.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FILE", help=f"default: {QUESTIONS}")
    fitting.add_argument("--index", type=Path, default=Path("index"), metavar="DIR", help="default: index/")
    return parser


def _fit(file: Path, index: Path) -> int:
    """Print the weights for ``chat_app/confidence.py``."""
    from chat_app.assistant import Assistant  # loads FAISS and the model, which validating can do without
    from eval.calibration import fit, observe

    try:
        records = [record for record in load_questions(file) if record.split == "dev"]
    except QuestionSetError as error:
        return _bad(file, error.faults)
    weights, bias = fit(list(observe(Assistant.load(index), records)))
    print(f"WEIGHTS = {weights}\nBIAS = {bias}")
    return OK


def _validate(file: Path, index: Path, report_files: Sequence[Path] | None) -> int:
    try:
        records = load_questions(file)
    except QuestionSetError as error:
        return _bad(file, error.faults)
    if not records:
        return _bad(file, [Fault(1, "no question in this file; write one JSON record a line")])
    reports = _read_texts(report_files) if report_files else _bundle_texts(index)
    if faults := validate(records, reports):
        return _bad(file, faults)
    print(_summary(file, records))
    return OK


def _read_texts(files: Sequence[Path]) -> Mapping[str, str]:
    return {report.id: report.text for report in map(read_report, files)}


def _bundle_texts(index: Path) -> Mapping[str, str]:
    from indexer.bundle import IndexBundle  # loads FAISS, which --report can do without

    return {report.id: report.text for report in IndexBundle.load(index).reports}


def _bad(file: Path, faults: Sequence[Fault]) -> int:
    for fault in faults:
        print(f"{file}:{fault.line}: {fault.message}", file=sys.stderr)
    print(f"{file}: {len(faults)} fault{'s' if len(faults) > 1 else ''}", file=sys.stderr)
    return BAD_DATA


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


if __name__ == "__main__":
    sys.exit(main())
