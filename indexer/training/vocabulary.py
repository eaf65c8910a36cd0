"""Documents → the words and characters that get a vector, and the tokenizer that finds them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import opencc
import rjieba
from numpy.typing import NDArray
from tokenizers import Tokenizer, normalizers
from tokenizers.models import Unigram

from indexer.training.recipe import Recipe, TrainingDataError

UNKNOWN = "[UNK]"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_CHARACTER = re.compile(f"[{_HAN}]")
_WORD = re.compile(f"(?=.*[{_HAN}a-z])[{_HAN}a-z0-9]{{2,16}}")
"""Words hold a letter: figures and punctuation get no vector; the keyword index is better at them."""
_TO_TRADITIONAL = ("s2t", "s2tw", "s2hk")
_HAN_RANGES = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Entries with their log-frequencies, best first, and other spellings of them.

    Row 0 of the model is the unknown token; entry ``i`` is row ``i + 1``. ``variants``: traditional form → entry.
    """

    entries: tuple[str, ...]
    scores: tuple[float, ...]
    variants: dict[str, int]

    @property
    def rows(self) -> int:
        """The number of rows, the unknown token's included."""
        return len(self.entries) + 1

    def mapping(self) -> NDArray[np.int32]:
        """Return the row of each token of ``tokenizer()``, int32 [tokens]."""
        return np.array([*range(self.rows), *(entry + 1 for entry in self.variants.values())], np.int32)

    def tokenizer(self) -> Tokenizer:
        """Return the Unigram tokenizer: of all ways to cut a text into entries, the most probable one."""
        pieces = [(UNKNOWN, 0.0), *zip(self.entries, self.scores, strict=True)]
        pieces += [(form, self.scores[entry]) for form, entry in self.variants.items()]
        tokenizer = Tokenizer(Unigram(pieces, unk_id=0))
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
        return tokenizer


def count_words(documents: Iterable[str]) -> Counter[str]:
    """Return how often jieba's words occur in ``documents``, after NFKC and lower-casing, simplified."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(rjieba.cut(unicodedata.normalize("NFKC", document).lower(), hmm=False))
    simplify = opencc.OpenCC("t2s").convert
    simplified: Counter[str] = Counter()
    for word, count in counts.items():
        simplified[simplify(word)] += count
    return simplified


def build_vocabulary(counts: Counter[str], recipe: Recipe) -> Vocabulary:
    """Return the most frequent words and all characters that are not rare; raises TrainingDataError for no Chinese."""
    words = [word for word, count in counts.items() if count >= recipe.min_word_count and _WORD.fullmatch(word)]
    words = sorted(words, key=lambda word: (-counts[word], word))[: recipe.words]
    within: Counter[str] = Counter()
    for word, count in counts.items():
        for character in _CHARACTER.findall(word):
            within[character] += count
    characters = [character for character, count in within.items() if count >= recipe.min_character_count]
    if not characters:
        raise TrainingDataError("the training files hold no Chinese text to learn from")
    # A character that never stands alone gets the lowest score: it serves unknown words only.
    entries = sorted({*words, *characters}, key=lambda entry: (-counts[entry], entry))
    total = counts.total()
    scores = tuple(round(math.log(max(counts[entry], 1) / total), 3) for entry in entries)
    return Vocabulary(tuple(entries), scores, _traditional_forms(entries))


def _traditional_forms(entries: list[str]) -> dict[str, int]:
    """Return the traditional spellings that are no entries themselves, with the entries they belong to."""
    known = {entry: number for number, entry in enumerate(entries)}
    forms: dict[str, int] = {}
    for standard in _TO_TRADITIONAL:
        convert = opencc.OpenCC(standard).convert
        for entry, number in known.items():
            form = convert(entry)
            if form not in known:
                forms.setdefault(form, number)
    simplify = opencc.OpenCC("t2s").convert
    for character in (chr(code) for codes in _HAN_RANGES for code in codes):
        simple = simplify(character)
        if character not in known and simple in known:
            forms.setdefault(character, known[simple])
    return forms
