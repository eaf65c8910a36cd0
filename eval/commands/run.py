"""``python -m eval run``: ask the question sets and draw the scorecard."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from eval.commands.terminal import BAD_DATA, GATE_FAILED, OK, draw_bar
from eval.questionset import QuestionRecord
from eval.sets import chosen_sets, declared_sets

_FILTERS = ("id", "set", "split", "type", "tag", "kind")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the parser."""
    run = commands.add_parser("run", help="ask the question sets and draw the scorecard")
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
    scorecard = evaluate(plan, draw_bar)
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
