"""Hand-written pairs: an everyday question and the sentence of a report that answers it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from indexer.training.recipe import TrainingDataError
from indexer.training.texts import read_lines

SHIPPED_PAIRS = Path(__file__).parents[1] / "knowledge" / "pairs.jsonl"
EXAMS = frozenset({"xicheng-2022", "linjiang-2023", *(f"national-{year}" for year in (2011, 2013, 2015, 2017, 2018))})
"""Reports that whole question sets are measured on: no pair may come from them."""
_FIELDS = ("question", "sentence", "source")
_HELD_OUT_OF = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """A question in everyday words, the sentence that answers it, and the report that the sentence is from."""

    question: str
    sentence: str
    source: str

    @property
    def held_out(self) -> bool:
        """Whether the pair serves to measure: about one sentence in ten, with all its questions, whatever the order."""
        return hashlib.sha256(self.sentence.encode()).digest()[0] % _HELD_OUT_OF == 0


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a .jsonl file; raises TrainingDataError with the line for one that is not a pair."""
    lines = enumerate(read_lines(path), 1)
    return [_parse(f"{path}, line {number}", line) for number, line in lines if line.strip()]


def _parse(place: str, line: str) -> Pair:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise TrainingDataError(f"{place}: not JSON ({error})") from error
    if not isinstance(row, dict):
        raise TrainingDataError(f"{place}: not an object; a pair has {', '.join(_FIELDS)}")
    for field in _FIELDS:
        if not isinstance(row.get(field), str) or not row[field].strip():
            raise TrainingDataError(f"{place}: no text in the field {field}; a pair has {', '.join(_FIELDS)}")
    pair = Pair(row["question"], row["sentence"], row["source"])
    if pair.source in EXAMS:
        raise TrainingDataError(f"{place}: {pair.source} serves to measure; take the pair out")
    return pair
