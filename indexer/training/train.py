"""The pipeline: training files → a static model."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer.static_model import StaticModel
from indexer.training.bars import bar
from indexer.training.characters import share
from indexer.training.contrast import Reader, contrast
from indexer.training.cooccurrence import cooccurrence, count_pairs, row_counts, token_rows
from indexer.training.factorise import centred, word_vectors
from indexer.training.quantise import quantise
from indexer.training.recipe import Recipe
from indexer.training.sources import HandWritten, training_sources
from indexer.training.texts import HeldOut, read_texts, training_files
from indexer.training.vocabulary import build_vocabulary, count_words
from indexer.training.weights import word_weights

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trained:
    """A model and what it was made of, for its config.json."""

    model: StaticModel
    about: dict[str, Any]


def train(folder: Path, recipe: Recipe, held_out: HeldOut, by_hand: HandWritten, *, progress: bool = True) -> Trained:
    """Return a model trained on the files of ``folder``; raises TrainingDataError for data that do not serve."""
    files = [read_texts(path, held_out) for path in training_files(folder)]
    documents = [document for file in files for document in file.documents]

    counts = count_words(bar(documents, "words", progress))
    vocabulary = build_vocabulary(counts, recipe)
    tokenizer, mapping = vocabulary.tokenizer(), vocabulary.mapping()

    rows = token_rows(bar(documents, "tokens", progress), tokenizer, mapping, gap=recipe.window)
    pairs = count_pairs(rows, vocabulary.rows, recipe.window)
    together = cooccurrence(bar(pairs, "pairs", progress), vocabulary.rows)
    frequency = row_counts(rows, vocabulary.rows)

    _log.info("factorising %d word pairs", together.nnz)
    vectors = word_vectors(together, recipe.dimension, recipe.context_smoothing, recipe.seed)
    vectors = centred(vectors, frequency)
    vectors = share(vectors, vocabulary.entries, frequency, recipe.characters_from_words, recipe.words_from_characters)
    weights = word_weights(frequency, vocabulary.entries, recipe.sif, recipe.question_weight)

    sources = training_sources(files, by_hand)
    learnt = contrast(vectors, weights, Reader(tokenizer, mapping), sources, recipe, progress=progress)
    for name, (first, last) in learnt.mean_losses().items():
        _log.info("%s: loss %.2f at first, %.2f at last", name, first, last)
    embeddings, scales = quantise(learnt.vectors)
    about = {
        "recipe": asdict(recipe),
        "data": {
            file.name: {"documents": len(file.documents), "characters": sum(map(len, file.documents))} for file in files
        },
        "by_hand": {"pairs": len(by_hand.pairs), "thesaurus": len(by_hand.thesaurus)},
        "steps": dict(sorted(Counter(name for name, _ in learnt.losses).items())),
    }
    return Trained(StaticModel(tokenizer, embeddings, mapping, scales[mapping]), about)
