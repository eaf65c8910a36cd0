"""The command line of the indexer: ``python -m indexer build | verify | show | thesaurus``."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.corpus import IndexerError, Period, Report, Scope

if TYPE_CHECKING:
    from indexer.bundle import IndexBundle

OK, FAILED, BAD_INPUT = 0, 1, 2
_SCOPES = {Scope.DONE: "done", Scope.PLANNED: "planned", None: ""}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 ok, 1 error, 2 bad input data."""
    logging.basicConfig(format="%(levelname)s: %(message)s", level=logging.WARNING)
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except IndexerError as error:
        return _fail(error)
    except KeyboardInterrupt:
        return _fail("interrupted; the index in use is as it was")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m indexer", description="Make and inspect the index of reports.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="index reports", description="Read reports and write their index.")
    build.add_argument("files", nargs="*", type=Path, metavar="FILE", help="report files or folders (default: seeds/)")
    build.add_argument("--out", "--index", type=Path, default=Path("index"), metavar="DIR", help="default: index/")
    build.add_argument(
        "--embedder", metavar="NAME", help="embedding model, a name or folder (default: the shipped one)"
    )
    build.add_argument("--if-changed", action="store_true", help="do nothing where the index is up to date")
    build.set_defaults(command=_build)

    verify = commands.add_parser("verify", help="check an index", description="Check checksums and invariants.")
    verify.set_defaults(command=_verify)
    show = commands.add_parser("show", help="tell what an index holds", description="Tell what an index holds.")
    show.add_argument("--passages", action="store_true", help="list the passages too")
    show.set_defaults(command=_show)
    check = commands.add_parser("thesaurus", help="check the thesaurus", description="Check a thesaurus file.")
    check.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: the one of this project")
    check.set_defaults(command=_thesaurus)
    for reading in (verify, show):
        reading.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the index (default: index/)")
        reading.add_argument("--index", type=Path, default=Path("index"), metavar="DIR", help="the same as DIR")
    return parser


def _thesaurus(options: argparse.Namespace) -> int:
    from indexer.knowledge import SHIPPED, ThesaurusError, read_thesaurus

    path = options.file or SHIPPED
    try:
        thesaurus = read_thesaurus(path)
    except ThesaurusError as error:
        for fault in error.faults:
            print(f"{path}: {fault}", file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        return _fail(f"{path}: cannot be read ({error.strerror})")
    print(f"{path}: {len(thesaurus)} everyday words, no fault")
    return OK


def _build(options: argparse.Namespace) -> int:
    from indexer.build import build_index, needs_rebuild
    from indexer.encoders import load_encoder
    from indexer.settings import IndexSettings

    began = time.perf_counter()
    files = options.files or [Path("seeds")]
    embedder, settings = load_encoder(options.embedder), IndexSettings()
    if options.if_changed and not needs_rebuild(files, options.out, embedder, settings):
        print(f"{options.out}: up to date ({time.perf_counter() - began:.1f} s)")
        return OK
    with _Bar() as bar:
        result = build_index(files, options.out, embedder, settings, bar)
    for refusal in result.refusals:
        print(f"refused: {refusal}", file=sys.stderr)
    if result.bundle is None:
        print(f"no usable report; {options.out} is as it was", file=sys.stderr)
        return BAD_INPUT
    refused = f", {len(result.refusals)} refused" if result.refusals else ""
    print(f"{options.out}: {_counts(result.bundle)}{refused} ({time.perf_counter() - began:.1f} s)")
    return FAILED if result.refusals else OK


def _verify(options: argparse.Namespace) -> int:
    from indexer.bundle import IndexBundle

    folder = options.folder or options.index
    bundle = IndexBundle.verify(folder)
    print(f"{folder}: sound, {_counts(bundle)}, {bundle.digest}")
    return OK


def _show(options: argparse.Namespace) -> int:
    from indexer.bundle import IndexBundle

    bundle = IndexBundle.load(options.folder or options.index)
    print(f"{bundle.digest}: {_counts(bundle)}")
    print(f"embedder {bundle.embedder_name}, {bundle.embedder_dimension} numbers a vector, {bundle.embedder_digest}")
    for report in bundle.reports:
        print()
        for line in _report_lines(report):
            print(line)
        if options.passages:
            for row, passage in enumerate(bundle.passages):
                if passage.report == report.id:
                    print(f"  {row:5} [{passage.start}, {passage.end}) {_period(passage.period)}{passage.text}")
    return OK


def _report_lines(report: Report) -> Iterator[str]:
    """Yield what is known about a report and its section tree, indented."""
    facts = [report.publisher, report.date, f"about {report.year}" if report.year else "", report.source]
    yield f"{report.id}  {report.title or '(no title)'}"
    yield "  " + ", ".join([fact for fact in facts if fact] + [f"{len(report.text)} characters"])
    for section in report.sections:
        yield "  " + "  " * (section.level + 1) + _period(section.period) + section.heading


def _period(period: Period) -> str:
    """Return e.g. ``[done 2018–2022] ``, or nothing where nothing is known."""
    years = "–".join(str(year) for year in (period.year_from, period.year) if year)
    said = " ".join(part for part in (_SCOPES[period.scope], years) if part)
    return f"[{said}] " if said else ""


def _counts(bundle: IndexBundle) -> str:
    def count(number: int, thing: str) -> str:
        return f"{number} {thing}{'' if number == 1 else 's'}"

    sections = sum(len(report.sections) for report in bundle.reports)
    return ", ".join(
        (count(len(bundle.reports), "report"), count(sections, "section"), count(len(bundle.passages), "passage"))
    )


class _Bar:
    """A progress bar on stderr, shown on a terminal only; called with the step, what is done, and the total."""

    def __init__(self) -> None:
        from tqdm import tqdm

        self._bar = tqdm(disable=None, file=sys.stderr, leave=False)
        self._step = ""

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are done in ``step``."""
        if step != self._step:
            self._step = step
            self._bar.reset(total)
            self._bar.set_description(step)
        self._bar.update(done - self._bar.n)


def _fail(reason: object) -> int:
    print(f"error: {reason}", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
