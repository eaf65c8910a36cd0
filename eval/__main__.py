"""Measure how good the answers are: ``python -m eval run | validate | compare | accept | variants | bench | fit``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.bench import add_arguments
from eval.questionset import Fault, QuestionRecord, QuestionSetError, load_questions, validate
from eval.sets import SetError, chosen_sets, declared_sets, fitted_sets
from indexer.corpus import IndexerError
from indexer.readers import read_report

OK, ERROR, BAD_DATA, GATE_FAILED = 0, 1, 2, 100
_FILTERS = ("id", "set", "split", "type", "tag", "kind")
_EXTRA = "the evaluation needs more packages: pip install --constraint constraints.txt --editable '.[eval]'"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 ok, 1 error, 2 bad input data, 100 a gate failed."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a terminal set to another encoding must not fail
    try:
        result: int = options.command(options)
    except QuestionSetError as error:
        return _bad(error.path, error.faults)
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
    _add_run(commands.add_parser("run", help="ask the question sets and draw the scorecard"))
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
    compare = commands.add_parser("compare", help="two runs side by side, with significance")
    compare.add_argument("one", type=Path, metavar="A", help="the earlier run: its folder or scorecard.json")
    compare.add_argument("other", type=Path, metavar="B", help="the later run")
    compare.add_argument("--html", type=Path, metavar="FILE", help="write the comparison as a page too")
    compare.set_defaults(command=lambda o: _compare(o.one, o.other, o.html))
    accept = commands.add_parser("accept", help="make a run the baseline that the gates hold later runs against")
    accept.add_argument("run", type=Path, metavar="RUN", help="folder of the run or its scorecard.json")
    accept.set_defaults(command=lambda o: _accept(o.run))
    bench = commands.add_parser("bench", help="measure speed, memory, scale and load")
    add_arguments(bench)
    bench.set_defaults(command=_bench)
    derive = commands.add_parser("variants", help="derive the variants of the declared question sets anew")
    derive.set_defaults(command=lambda _: _derive())
    ablation = commands.add_parser("ablation", help="what each part of the retrieval is worth")
    ablation.add_argument("--questions", type=Path, action="append", metavar="FILE", help="default: all of sets.toml")
    ablation.add_argument("--index", type=Path, metavar="DIR", help="default: one built of the set's reports")
    ablation.add_argument("--split", choices=("dev", "test"), help="ask this split only")
    ablation.set_defaults(command=_ablation)
    ranker = commands.add_parser("fit-ranker", help="learn the re-ranker's weights on pairs and dev questions")
    ranker.set_defaults(command=lambda _: _fit_ranker())
    fitting = commands.add_parser("fit", help="fit the confidence of answers on the dev split of the question sets")
    fitting.add_argument("--questions", type=Path, action="append", metavar="FILE", help="default: all of sets.toml")
    fitting.add_argument("--index", type=Path, metavar="DIR", help="default: one built of the set's reports")
    fitting.set_defaults(command=_fit)
    return parser


def _add_run(run: argparse.ArgumentParser) -> None:
    run.description = "Ask the question sets and draw the scorecard. Exit code: 0 ok, 2 bad data, 100 a gate failed."
    run.add_argument(
        "--questions", type=Path, action="append", metavar="FILE", help="question set (default: all of sets.toml)"
    )
    run.add_argument(
        "--index", type=Path, metavar="DIR", help="bundle to ask (default: one built of the set's reports)"
    )
    run.add_argument("--out", type=Path, default=Path("scorecard"), metavar="DIR", help="default: scorecard/")
    run.add_argument("--sets", type=Path, metavar="FILE", help="declared sets (default: eval/questions/sets.toml)")
    run.add_argument(
        "--gates", type=Path, metavar="FILE", help="gates to hold the run against (default: eval/gates.toml)"
    )
    run.add_argument("--split", choices=("dev", "test"), help="ask this split only")
    run.add_argument(
        "--filter", action="append", default=[], type=_filter, metavar="FIELD=VALUE",
        help=f"ask only questions of that kind; FIELD is one of {', '.join(_FILTERS)}; may be repeated",
    )  # fmt: skip
    run.add_argument("--limit", type=int, metavar="N", help="ask the first N questions of each set")
    run.add_argument("--failing", type=Path, metavar="RUN", help="ask only what went wrong in that run")
    run.add_argument("--detail", action="store_true", help="keep the wording of test questions and answers too")
    run.add_argument("--no-baselines", action="store_true", help="do not ask the baseline systems")
    run.add_argument("--no-variants", action="store_true", help="do not ask the variants")
    run.set_defaults(command=_run)


def _filter(text: str) -> tuple[str, str]:
    field, _, value = text.partition("=")
    if field not in _FILTERS or not value:
        raise argparse.ArgumentTypeError(f"{text!r}: write FIELD=VALUE with one of {', '.join(_FILTERS)}")
    return field, value


def _run(options: argparse.Namespace) -> int:
    from eval.comparison import compare  # these load scipy, FAISS and the model, which validating can do without
    from eval.gates import GATES, Gates
    from eval.page import draw_page
    from eval.scorecard import FILE, Scorecard
    from eval.session import Plan, evaluate
    from eval.table import draw_table

    declared = declared_sets(options.sets) if options.sets else declared_sets()
    sets = chosen_sets(options.questions or [], declared)
    failed = Scorecard.load(options.failing).failed() if options.failing else None
    partial = bool(options.filter or options.limit or options.failing)
    plan = Plan(
        sets=sets,
        index=options.index,
        keep=_keep(options, failed),
        gates=None if partial else Gates.load(options.gates or GATES),
        baselines=not options.no_baselines,
        variants=not options.no_variants,
        detail=options.detail,
    )
    scorecard = evaluate(plan, _progress)
    if not scorecard.outcomes:
        print("error: no question is left; loosen --filter, --split or --failing", file=sys.stderr)
        return BAD_DATA
    last = options.out / FILE
    if last.exists():
        before = Scorecard.load(last)
        scorecard = replace(scorecard, since=compare(before, scorecard, ("the run before", "this run")))
    print(draw_table(scorecard))
    saved = scorecard.save(options.out)
    page = draw_page(scorecard, options.out)
    print(f"\n{saved}\n{page}")
    return OK if scorecard.passed else GATE_FAILED


def _keep(
    options: argparse.Namespace, failed: frozenset[tuple[str, str]] | None
) -> Callable[[str, QuestionRecord], bool]:
    taken: Counter[str] = Counter()

    def keep(name: str, record: QuestionRecord) -> bool:
        has = {
            "id": (record.id,), "set": (name,), "split": (record.split,), "type": (record.type,), "tag": record.tags,
            "kind": (record.unanswerable_kind,),
        }  # fmt: skip
        if options.split not in (None, record.split) or (failed is not None and (name, record.id) not in failed):
            return False
        if not all(value in has[field] for field, value in options.filter):
            return False
        taken[name] += 1
        return options.limit is None or taken[name] <= options.limit

    return keep


def _progress(what: str, total: int) -> Callable[[], None]:
    from tqdm import tqdm

    bar = tqdm(total=total, desc=what, unit="question", leave=False, disable=None)

    def step() -> None:
        bar.update()
        if bar.n >= total:
            bar.close()

    return step


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


def _bench(options: argparse.Namespace) -> int:
    from eval.bench import Plan, draw_bench, run_bench

    measured = run_bench(Plan.of(options))
    print(draw_bench(measured))
    print(f"\n{measured.save(options.out)}")
    return OK


def _derive() -> int:
    from eval.variants import write_variants

    for entry in declared_sets():
        print(f"{entry.variants}: {write_variants(entry)} questions")
    return OK


def _ablation(options: argparse.Namespace) -> int:
    from eval.ablation import ablate, draw_ablation, parts
    from eval.session import open_set

    for entry in chosen_sets(options.questions or [], declared_sets()):
        with open_set(entry, options.index) as (assistant, records):
            asked = [r for r in records if options.split in (None, r.split)]
            step = _progress(entry.name, parts() * sum(bool(r.evidence) for r in asked))
            print(draw_ablation(entry.name, ablate(assistant, asked, step)), end="\n\n")
    return OK


def _fit_ranker() -> int:
    """Print the weights for ``chat_app/reranker.py``."""
    from eval.ranker import fit_ranker, gather

    print(f"WEIGHTS = {fit_ranker(gather(fitted_sets([], declared_sets())))}")
    return OK


def _fit(options: argparse.Namespace) -> int:
    """Print the weights for ``chat_app/confidence.py``."""
    from eval.calibration import Observation, fit, observe
    from eval.session import open_set  # loads FAISS and the model, which validating can do without

    seen: list[Observation] = []
    for entry in fitted_sets(options.questions or [], declared_sets()):
        with open_set(entry, options.index) as (assistant, records):
            seen += observe(assistant, [record for record in records if record.split == "dev"])
    weights, bias = fit(seen)
    print(f"WEIGHTS = {weights}\nBIAS = {bias}")
    return OK


def _validate(file: Path, index: Path | None, report_files: Sequence[Path] | None) -> int:
    records = load_questions(file)
    if not records:
        return _bad(file, [Fault(1, "no question in this file; write one JSON record a line")])
    reports = _read_texts(report_files) if report_files else _bundle_texts(index or Path("index"))
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
