"""The words that a question may be made of: those of the reports and the thesaurus, and common ones, each with a cost.

A cost is the negative natural logarithm of how often the word is said: rarer words cost more, and of two readings of
a text the cheaper one is the likelier.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Self

from indexer.corpus import IndexerError
from indexer.lexicon import normalise, segment

MODEL_WORDS = Path(__file__).parent / "model" / "tokenizer.json"
"""The shipped model's words with the logarithms of their frequencies, from news, government and encyclopaedic text."""
EVERYDAY = Path(__file__).parent / "knowledge" / "pairs.jsonl"
"""Hand-written everyday questions: how people speak."""
DICTIONARY = 12.6
"""What a word of jieba's dictionary costs that is not among the common ones."""
_COMMON = 12.0
_THESAURUS = 12.5
_PRIOR = 30_000
"""Words of common text that the reports' own weigh against."""
_MOST = 20_000
"""Terms of the reports that are kept, the most frequent."""
_LONGEST = 6
_NAME = 4
"""Characters up to which a run between punctuation (大徐、章店、五星) is taken for a name, and counts twice."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BINDING = frozenset("的了在是和与及把被对等也都还就又从为由以其之着过并或")


class VocabularyError(IndexerError, ValueError):
    """Bytes that are no vocabulary."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``own``: the terms of reports and thesaurus with their costs; ``common``: common words with theirs."""

    own: Mapping[str, float] = field(default_factory=dict)
    common: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def build(
        cls, texts: Iterable[str], thesaurus: Iterable[str], everyday: Iterable[str], model: Path = MODEL_WORDS
    ) -> Self:
        """Gather the terms of ``texts`` (reports), of the thesaurus and of ``everyday`` questions.

        Raises OSError without the model's words.
        """
        counts = Counter(term for run in _runs(texts) for term in _terms(run))
        total = counts.total() + _PRIOR
        frequencies = model_words(model)
        own = {word: min(_THESAURUS, -frequencies.get(word, -_THESAURUS)) for word in thesaurus if _HAN.fullmatch(word)}
        for term, count in counts.most_common(_MOST):
            if count > 1 or len(term) > 2 or term in frequencies:
                own[term] = -math.log(count / total + math.exp(frequencies.get(term, -math.inf)) * _PRIOR / total)
        common = {word: -log for word, log in frequencies.items() if log > -_COMMON}
        said = Counter(word for run in _runs(everyday) for word in _spoken(run))
        total = said.total() + _PRIOR
        for word, count in said.items():
            if len(word) == 1 or count > 1:
                common[word] = -math.log(count / total + math.exp(frequencies.get(word, -math.inf)) * _PRIOR / total)
        return cls(_rounded(own), _rounded(common))

    def to_bytes(self) -> bytes:
        """Return the vocabulary as JSON; equal ones give equal bytes."""
        parts = {"own": self.own, "common": self.common}
        return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what ``to_bytes`` wrote; raises VocabularyError for anything else."""
        try:
            parts = json.loads(data)
            return cls(dict(parts["own"]), dict(parts["common"]))
        except (ValueError, KeyError, TypeError) as error:
            raise VocabularyError(f"vocabulary.json cannot be read ({error})") from error


def everyday_questions(path: Path = EVERYDAY) -> list[str]:
    """Return the questions of the hand-written pairs; raises VocabularyError for a line that has none."""
    try:
        return [json.loads(line)["question"] for line in path.read_text(encoding="utf-8").splitlines()]
    except (ValueError, KeyError) as error:
        raise VocabularyError(f"{path}: a line is no pair ({error})") from error


def _runs(texts: Iterable[str]) -> list[str]:
    return _HAN.findall(normalise("\n".join(texts)))


def _terms(run: str) -> Iterator[str]:
    """Yield the words of a run of Chinese characters and what neighbours make: 花|川|村 → 花川村."""
    found = segment(run)
    yield from (word for word in found if len(word) > 1)
    if len(run) <= _NAME:
        yield from (run, run)
    for piece in _unbound(found):
        yield from ("".join(pair) for pair in pairwise(piece) if len("".join(pair)) <= _LONGEST)
        for length in (3, 4):
            joined = ("".join(piece[i : i + length]) for i in range(len(piece) - length + 1))
            yield from (term for term in joined if len(term) <= _LONGEST)


def _spoken(run: str) -> Iterator[str]:
    """Yield the words of everyday speech, single characters too, and each with the next (谁|管 → 谁管)."""
    found = segment(run)
    yield from found
    yield from map("".join, pairwise(found))


def _unbound(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield the stretches of words between those that only bind others (的, 和, 了)."""
    piece: list[str] = []
    for word in words:
        if word in _BINDING:
            yield piece
            piece = []
        else:
            piece.append(word)
    yield piece


def model_words(path: Path = MODEL_WORDS) -> dict[str, float]:
    """Return the Chinese words of a model's tokenizer with the logarithms of their frequencies."""
    words = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    return {word: log for word, log in words if _HAN.fullmatch(word)}


def _rounded(costs: Mapping[str, float]) -> dict[str, float]:
    return {term: round(cost, 2) for term, cost in costs.items()}
