"""Where pairs of texts that belong together come from: documents, answered questions, what was written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np

from indexer.knowledge import ThesaurusError, read_thesaurus
from indexer.training.pairs import read_pairs
from indexer.training.recipe import TrainingDataError
from indexer.training.texts import Texts

TextPair = tuple[str, str]
SHARES: Mapping[str, float] = {
    "cloze": 2,
    "lead": 1,
    "reports": 2,
    "passages": 1,
    "facts": 1,
    "pairs": 3,
    "thesaurus": 1,
}
"""How often a step takes its pairs from a source, in parts; sources without pairs are passed over."""
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+|[^。！？!?；;\n]+$")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SHORTEST = 8
"""Characters below which a sentence says too little to be found by."""
_AROUND = 3
"""Sentences to each side that a cloze is paired with."""
_BODY = 600
"""Characters of a document that its lead is paired with."""
_KEPT = 0.1
"""How often the sentence stays in the text that it is to find (Lee et al. 2019)."""
_UNKNOWN = "无法推断"
"""What CRUD_RAG's quest_eval has for an answer where there is none."""


class Source(Protocol):
    """Gives pairs of one kind."""

    def draw(self, count: int, generator: np.random.Generator) -> list[TextPair]:
        """Return at most ``count`` pairs, other ones at each call."""
        ...


@dataclass(frozen=True, slots=True)
class Listed:
    """Pairs that are all known beforehand."""

    pairs: Sequence[TextPair]

    def draw(self, count: int, generator: np.random.Generator) -> list[TextPair]:
        """Return at most ``count`` of the pairs, each once."""
        return [self.pairs[number] for number in generator.permutation(len(self.pairs))[:count]]


@dataclass(frozen=True, slots=True)
class Cloze:
    """A sentence of a document and those around it (inverse cloze, Lee et al. 2019)."""

    documents: Sequence[Sequence[str]]
    """Two sentences or more each."""

    def draw(self, count: int, generator: np.random.Generator) -> list[TextPair]:
        """Return pairs of ``count`` documents; one may come twice."""
        chosen = generator.integers(len(self.documents), size=count)
        return [self._pair(self.documents[number], generator) for number in chosen]

    @staticmethod
    def _pair(sentences: Sequence[str], generator: np.random.Generator) -> TextPair:
        at = int(generator.integers(len(sentences)))
        kept = [sentences[at]] if generator.random() < _KEPT else []
        around = [*sentences[max(at - _AROUND, 0) : at], *kept, *sentences[at + 1 : at + 1 + _AROUND]]
        return sentences[at], "".join(around)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, and the sentence with its answer or, half of the time, the whole passage."""

    rows: Sequence[tuple[str, str, str]]
    """(question, passage, sentence) each."""

    def draw(self, count: int, generator: np.random.Generator) -> list[TextPair]:
        """Return pairs of at most ``count`` questions, each once."""
        chosen = generator.permutation(len(self.rows))[:count]
        return [(self.rows[number][0], self.rows[number][1 + int(generator.integers(2))]) for number in chosen]


@dataclass(frozen=True, slots=True)
class HandWritten:
    """What people wrote for the purpose: (question, sentence) pairs, and (everyday word, official words) ones."""

    pairs: tuple[TextPair, ...] = ()
    thesaurus: tuple[TextPair, ...] = ()

    @classmethod
    def read(cls, pairs: Path | None, thesaurus: Path | None) -> Self:
        """Read the two files, less the held-out pairs; raises TrainingDataError for one that does not serve."""
        try:
            entries = read_thesaurus(thesaurus).entries if thesaurus else {}
        except (ThesaurusError, OSError, UnicodeDecodeError) as error:
            raise TrainingDataError(
                f"{thesaurus}: cannot be used ({error}); see python -m indexer thesaurus"
            ) from error
        learnt = [pair for pair in (read_pairs(pairs) if pairs else []) if not pair.held_out]
        return cls(
            tuple((pair.question, pair.sentence) for pair in learnt),
            tuple((word, "、".join(official)) for word, official in entries.items()),
        )


def training_sources(files: Iterable[Texts], by_hand: HandWritten) -> dict[str, Source]:
    """Return the sources that have pairs, by their names in ``SHARES``."""
    files = tuple(files)
    rows = [row for file in files for row in file.rows]
    news = [found for file in files if not file.rows for text in file.documents if len(found := cut(text)) > 1]
    paragraphs = (text for row in rows for text in _PARAGRAPHS.split(row.get("text") or ""))
    reports = [found for text in paragraphs if len(found := cut(text)) > 1]
    leads = [(first, "".join(rest)[:_BODY]) for first, *rest in news]
    passages = [found for row in rows for found in _answered(row)]
    sources: dict[str, tuple[Source, int]] = {
        "cloze": (Cloze(news), len(news)),
        "lead": (Listed(leads), len(leads)),
        "reports": (Cloze(reports), len(reports)),
        "passages": (Answered(passages), len(passages)),
        "facts": (Listed(known := [pair for row in rows for pair in _facts(row)]), len(known)),
        "pairs": (Listed(by_hand.pairs), len(by_hand.pairs)),
        "thesaurus": (Listed(by_hand.thesaurus), len(by_hand.thesaurus)),
    }
    return {name: source for name, (source, count) in sources.items() if count}


def cut(text: str) -> list[str]:
    """Return the sentences of ``text``; what is too short to stand alone is left out."""
    return [sentence for part in _SENTENCE.findall(text) if len(sentence := part.strip()) >= _SHORTEST]


def _answered(row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the question of a reading row with its passage and the sentence that holds the answer."""
    question, passage, answer = (row.get(field) for field in ("question", "passage", "answer"))
    if isinstance(question, str) and isinstance(passage, str):
        holds = [sentence for sentence in cut(passage) if answer and str(answer) in sentence]
        yield question, passage, holds[0] if holds else passage


def _facts(row: Mapping[str, Any]) -> Iterator[TextPair]:
    """Yield the questions of a quest_eval row with their answers and what else is known of that piece of news."""
    known, questions, answers = (row.get(field) for field in ("key_info", "question", "answers"))
    if isinstance(questions, list) and isinstance(answers, list) and isinstance(known, list):
        for question, answer in zip(map(str, questions), map(str, answers), strict=False):
            if _UNKNOWN not in answer:
                yield question, "，".join(dict.fromkeys([answer, *map(str, known)]))
