"""``python -m indexer.training train | export | sounds``: make the shipped model anew, or what comes from it."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from indexer.corpus import IndexerError
from indexer.embedder import SHIPPED_FOLDER
from indexer.knowledge import SHIPPED as THESAURUS
from indexer.knowledge.sounds import SOUNDS
from indexer.lexicon import normalise
from indexer.static_model import CONFIG, TENSORS, TOKENIZER, load_model, save_model
from indexer.training.output import written_aside
from indexer.training.pairs import SHIPPED_PAIRS
from indexer.training.recipe import Recipe, TrainingDataError
from indexer.vocabulary import model_words

_MODEL_FILES = frozenset({CONFIG, TENSORS, TOKENIZER, "README.md"})
_HELP = {
    "dimension": "length of a vector",
    "words": "words of two or more characters in the vocabulary",
    "min_word_count": "rarer words get no vector",
    "min_character_count": "rarer characters get no vector",
    "window": "words to each side that count as context",
    "context_smoothing": "exponent on context frequencies",
    "characters_from_words": "how much characters take over from their words",
    "words_from_characters": "how much words take over from their characters",
    "sif": "a of the weight a/(a+p) that mutes frequent words",
    "question_weight": "what is left of the weight of question words",
    "steps": "batches of pairs to learn from after factorising; 0 for none",
    "batch": "pairs a step",
    "scale": "what a cosine is multiplied by before the softmax",
    "vector_rate": "highest learning rate of vectors",
    "weight_rate": "highest learning rate of the logarithms of weights",
    "warm_up": "steps until the learning rates are at their highest",
    "seed": "the same seed, data and machine give the same bytes",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 ok, 1 error, 2 bad input data."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.WARNING if getattr(options, "quiet", True) else logging.INFO, format="%(message)s"
    )
    try:
        if options.command == "train":
            _train(options)
        elif options.command == "sounds":
            _sounds(options)
        else:
            _export(options)
    except TrainingDataError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except (IndexerError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m indexer.training", description="Make or export the static model.")
    commands = parser.add_subparsers(dest="command", required=True)
    show = argparse.ArgumentDefaultsHelpFormatter

    train = commands.add_parser("train", help="train a model on a folder of texts", formatter_class=show)
    train.add_argument("data", type=Path, metavar="DATA_DIR", help="folder of .txt, .jsonl files, .xz or not")
    train.add_argument("--out", type=Path, metavar="DIR", default=SHIPPED_FOLDER, help="where the model goes")
    train.add_argument(
        "--exclude-years",
        type=_years,
        metavar="FROM-TO",
        default="2010-2018",
        help="rows of these years serve to measure; '' for none",
    )
    train.add_argument(
        "--hold-out",
        metavar="PREFIX",
        default="drcd",
        help="of files so called the last third of the rows serves to measure; '' for none",
    )
    train.add_argument(
        "--pairs",
        type=_file,
        metavar="FILE",
        default=str(SHIPPED_PAIRS) if SHIPPED_PAIRS.exists() else "",
        help="hand-written pairs to learn from, .jsonl of question, sentence, source; '' for none",
    )
    train.add_argument(
        "--thesaurus",
        type=_file,
        metavar="FILE",
        default=str(THESAURUS),
        help="everyday words and official ones to learn from; '' for none",
    )
    train.add_argument("--quiet", action="store_true", help="no progress bars")
    for field in fields(Recipe):
        kind = float if isinstance(field.default, float) else int
        option = f"--{field.name.replace('_', '-')}"
        train.add_argument(option, type=kind, default=field.default, metavar="N", help=_HELP[field.name])

    export = commands.add_parser(
        "export", help="write the shipped model as a sentence-transformers folder", formatter_class=show
    )
    export.add_argument("out", type=Path, metavar="DIR", help="a new or empty folder")
    export.add_argument("--model", type=Path, metavar="DIR", default=SHIPPED_FOLDER, help="a model that 'train' wrote")

    alike = commands.add_parser("sounds", help="write which characters sound alike", formatter_class=show)
    alike.add_argument("--out", type=Path, metavar="FILE", default=SOUNDS, help="where the list goes")
    return parser


def _years(text: str) -> range:
    if not text:
        return range(0)
    first, _, last = text.partition("-")
    try:
        return range(int(first), int(last or first) + 1)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 2010-2018") from None


def _file(text: str) -> Path | None:
    return Path(text) if text else None


def _train(options: argparse.Namespace) -> None:
    # Late, so that --help and export need neither scipy nor torch.
    from threadpoolctl import threadpool_limits

    from indexer.training.sources import HandWritten
    from indexer.training.texts import HeldOut
    from indexer.training.train import train

    recipe = Recipe(**{field.name: getattr(options, field.name) for field in fields(Recipe)})
    held_out = HeldOut(options.exclude_years, tuple(filter(None, [options.hold_out])))
    # Sums hang on how many threads add them: the same number in whatever process, for the same bytes.
    with threadpool_limits(os.cpu_count(), user_api="blas"), written_aside(options.out, _MODEL_FILES) as aside:
        by_hand = HandWritten.read(options.pairs, options.thesaurus)
        trained = train(options.data, recipe, held_out, by_hand, progress=not options.quiet)
        save_model(trained.model, aside, trained.about)
    print(f"{options.out}: {len(trained.model.embeddings)} rows of {trained.model.dimension} dimensions")


def _export(options: argparse.Namespace) -> None:
    from indexer.training.export import export

    model, _ = load_model(options.model)
    with written_aside(options.out, frozenset()) as aside:
        export(model, aside)
    print(f"{options.out}: a sentence-transformers model of {model.dimension} dimensions")


def _sounds(options: argparse.Namespace) -> None:
    from indexer.training.sounds import sounds

    options.out.write_text(
        sounds((word, log) for word, log in model_words().items() if normalise(word) == word), encoding="utf-8"
    )
    print(options.out)


if __name__ == "__main__":
    sys.exit(main())
