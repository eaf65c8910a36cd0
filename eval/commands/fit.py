"""``python -m eval variants | ablation | fit-ranker | fit``: derive, weigh and learn from the question sets."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands.terminal import OK, draw_bar
from eval.sets import chosen_sets, declared_sets, fitted_sets


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands to those of the parser."""
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
            step = draw_bar(entry.name, parts() * sum(bool(r.evidence) for r in asked))
            print(draw_ablation(entry.name, ablate(assistant, asked, step)), end="\n\n")
    return OK


def _fit_ranker() -> int:
    """Print the weights for ``chat_app/reranker.py``."""
    from eval.ranker import fit_ranker, gather

    print(f"WEIGHTS = {fit_ranker(gather(fitted_sets([], declared_sets())))}")
    return OK


def _fit(options: argparse.Namespace) -> int:
    """Print the weights for ``chat_app/confidence.py``, where possible those for ``chat_app/expectations.py``."""
    from eval.calibration import Observation, fit, observe
    from eval.expecting import fit_expected, observe_expected
    from eval.session import open_set  # loads FAISS and the model, which validating can do without

    seen: list[Observation] = []
    expected: list[Observation] = []
    for entry in fitted_sets(options.questions or [], declared_sets()):
        with open_set(entry, options.index) as (assistant, records):
            seen += observe(assistant, [record for record in records if record.split == "dev"])
            expected += observe_expected(assistant)
    weights, bias = fit(seen)
    print(f"WEIGHTS = {weights}\nBIAS = {bias}")
    if expected:
        told, sureness, shift = fit_expected(expected)
        print(f"WEIGHTS = {told}\nSURENESS_WEIGHT, BIAS = {sureness}, {shift}")
    return OK
