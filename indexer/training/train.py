"""The pipeline: training files → a static model."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from indexer.static_model import StaticModel
from indexer.training.characters import share
from indexer.training.cooccurrence import cooccurrence, count_pairs, row_counts, token_rows
from indexer.training.factorise import centred, word_vectors
from indexer.training.quantise import quantise
from indexer.training.recipe import Recipe
from indexer.training.texts import HeldOut, read_documents, training_files
from indexer.training.vocabulary import build_vocabulary, count_words
from indexer.training.weights import word_weights

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trained:
    """A model and what it was made of, for its config.json."""

    model: StaticModel
    about: dict[str, Any]


def train(folder: Path, recipe: Recipe, held_out: HeldOut, *, progress: bool = True) -> Trained:
    """Return a model trained on the files of ``folder``; raises TrainingDataError for data that do not serve."""
    files = {path.name: list(read_documents(path, held_out)) for path in training_files(folder)}
    documents = [document for texts in files.values() for document in texts]

    counts = count_words(_bar(documents, "words", progress))
    vocabulary = build_vocabulary(counts, recipe)
    tokenizer, mapping = vocabulary.tokenizer(), vocabulary.mapping()

    rows = token_rows(_bar(documents, "tokens", progress), tokenizer, mapping, gap=recipe.window)
    pairs = count_pairs(rows, vocabulary.rows, recipe.window)
    together = cooccurrence(_bar(pairs, "pairs", progress), vocabulary.rows)
    frequency = row_counts(rows, vocabulary.rows)

    _log.info("factorising %d word pairs", together.nnz)
    vectors = word_vectors(together, recipe.dimension, recipe.context_smoothing, recipe.seed)
    vectors = centred(vectors, frequency)
    vectors = share(vectors, vocabulary.entries, frequency, recipe.characters_from_words, recipe.words_from_characters)
    embeddings, scales = quantise(vectors)
    weights = scales * word_weights(frequency, vocabulary.entries, recipe.sif, recipe.question_weight)
    about = {
        "recipe": asdict(recipe),
        "data": {name: {"documents": len(texts), "characters": sum(map(len, texts))} for name, texts in files.items()},
    }
    return Trained(StaticModel(tokenizer, embeddings, mapping, weights[mapping]), about)


def _bar(items: Iterable[_T], what: str, progress: bool) -> Iterable[_T]:
    bar: Iterable[_T] = tqdm(items, desc=what, disable=not progress, file=sys.stderr, mininterval=1.0)
    return bar
