"""The numbers a static model is made by; each default was chosen by measurement (see indexer/model/README.md)."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from indexer.corpus import IndexerError


class TrainingError(IndexerError):
    """Training or export that cannot go on; the message says why and what to do."""


class TrainingDataError(TrainingError):
    """Training data that are missing, damaged or too few."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides a model besides its data; the same recipe, data and machine give the same bytes."""

    dimension: int = 256
    words: int = 34_000
    """Words of two or more characters in the vocabulary, the most frequent ones."""
    min_word_count: int = 5
    min_character_count: int = 5
    window: int = 6
    """Words to each side that count as context; punctuation and figures are left out beforehand."""
    context_smoothing: float = 0.75
    """Exponent on context frequencies, against PMI's favour for rare contexts (Levy et al. 2015)."""
    characters_from_words: float = 0.5
    """How much a character takes over from the words it occurs in, its own vector counting as 1."""
    words_from_characters: float = 0.8
    """How much a word takes over from its characters, its own vector counting as 1."""
    sif: float = 1e-4
    """``a`` of the weight a/(a+p) that mutes frequent words (Arora et al. 2017)."""
    question_weight: float = 0.3
    """What is left of the weight of words that only make a question (怎么, 多少)."""
    steps: int = 500
    """Batches of pairs that the vectors learn from after factorising; 0 for none."""
    batch: int = 1024
    """Pairs of texts a step, all from one source; each text is to find its own among those of the others."""
    scale: float = 20.0
    """What a cosine is multiplied by before the softmax (1/temperature)."""
    vector_rate: float = 1e-3
    """Adam's learning rate of vectors at its highest."""
    weight_rate: float = 1e-2
    """The same of the logarithms of weights."""
    warm_up: int = 100
    """Steps until the learning rates are at their highest; from there they fall to 0."""
    seed: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            least = 0 if isinstance(field.default, float) or field.name in ("seed", "steps") else 1
            if not math.isfinite(value) or value < least:
                raise TrainingError(f"{field.name} must be a number of at least {least}, not {value}")
        if self.sif == 0:
            raise TrainingError("sif must be above 0")
