"""Expected questions: what people may ask of a report, each with the words of the report that answer it.

Staff write them in a text file that ``sources.toml`` names: a line ``@`` and words copied from the report, then the
questions that these words answer, one a line, ``否：`` before one that they answer with no; under ``@报告没有`` stand
questions that the report does not answer.
They make the report be found under words that it does not use (document expansion: Nogueira et al. 2019, doc2query,
written by hand here), and tell what it is silent on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from indexer.corpus import IndexerError, Report
from indexer.keywords import KeywordIndex
from indexer.lexicon import normalise
from indexer.vectors import VectorIndex

if TYPE_CHECKING:
    from indexer.encoders import Encoder

UNREPORTED = "报告没有"
"""What stands after ``@`` above questions that the report does not answer."""
_MARK, _COMMENT = "@", "#"
_NO = re.compile(r"否\s*[:：]\s*")
_CHARACTER = re.compile(r"\d[\d.]*|[^\W\d_]")
_LONGEST = 500
"""Characters a question may have; as for one that is asked."""


class ExpectedError(IndexerError, ValueError):
    """A file of expected questions that cannot be used; the message names the file, the line and the fix."""


@dataclass(frozen=True, slots=True)
class ExpectedQuestion:
    """A question on ``report`` (its id), answered by the report's ``text[start:end]``; by nothing where both are 0.

    ``denied``: answered with no, for it says what these words contradict.
    """

    text: str
    report: str
    start: int = 0
    end: int = 0
    denied: bool = False

    @property
    def reported(self) -> bool:
        """Whether the report answers it."""
        return self.end > self.start


def characters(text: str) -> list[str]:
    """Return the characters of ``text``, normalised, numbers whole, without punctuation.

    Questions are compared by them, not by words: short ones told apart reported from unreported ones better (AUROC
    .868 against .855 over the expected questions of the first report, each asked as if it were not expected).
    """
    return _CHARACTER.findall(normalise(text))


def _overlaps(token_lists: Sequence[Sequence[str]]) -> KeywordIndex:
    """Return an index that scores a row by the idf of the terms in common, however often they occur: BM25 at k1 = 0."""
    return KeywordIndex.build(token_lists, k1=0.0, b=0.0)


def _no_vectors() -> VectorIndex:
    return VectorIndex.build(np.empty((0, 1), np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class ExpectedQuestions:
    """An index of expected questions: question ``i`` is vector ``i`` is keyword row ``i``.

    Raises ExpectedError for parts that do not fit together.
    """

    questions: tuple[ExpectedQuestion, ...] = ()
    vectors: VectorIndex = field(default_factory=_no_vectors)
    keywords: KeywordIndex = field(default_factory=lambda: _overlaps([]))

    def __post_init__(self) -> None:
        if not len(self.questions) == len(self.vectors) == len(self.keywords):
            raise ExpectedError("expected questions and their index do not fit together; build the index anew")

    def __len__(self) -> int:
        return len(self.questions)

    @classmethod
    def build(cls, questions: Sequence[ExpectedQuestion], embedder: Encoder) -> Self:
        """Index ``questions`` with the embedder that questions are asked with."""
        if not questions:
            return cls()
        texts = [question.text for question in questions]
        vectors = embedder.encode_queries(texts)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit = (vectors / np.where(norms > 0, norms, 1)).astype(np.float32)
        return cls(
            tuple(questions), VectorIndex.build(unit, compact=True), _overlaps([characters(text) for text in texts])
        )

    def to_files(self) -> dict[str, bytes]:
        """Return the index as files by name."""
        lines = (
            json.dumps([q.text, q.report, q.start, q.end, q.denied], ensure_ascii=False, separators=(",", ":")) + "\n"
            for q in self.questions
        )
        return {
            "expected.jsonl": "".join(lines).encode(),
            "expected.faiss": self.vectors.to_bytes(),
            "expected.npz": self.keywords.to_bytes(),
        }

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Self:
        """Read what ``to_files`` wrote; raises IndexerError, or KeyError for a file that is missing."""
        lines = files["expected.jsonl"].decode().split("\n")
        try:
            questions = tuple(ExpectedQuestion(*json.loads(line)) for line in lines if line)
        except (ValueError, TypeError) as error:
            raise ExpectedError(f"a line is not the expected question it should be ({error})") from error
        vectors = VectorIndex.from_bytes(files["expected.faiss"])
        return cls(questions, vectors, KeywordIndex.from_bytes(files["expected.npz"]))

    def flaws(self, reports: Iterable[Report]) -> Iterator[str]:
        """Yield a line for each question whose answer does not stand in its report."""
        lengths = {report.id: len(report.text) for report in reports}
        for row, question in enumerate(self.questions):
            if not 0 <= question.start <= question.end <= lengths.get(question.report, -1):
                yield f"expected question {row}: its answer does not stand in the report {question.report!r}"


def read_expected(path: Path, report: Report) -> tuple[ExpectedQuestion, ...]:
    """Read the expected questions of ``report`` at ``path``; raises ExpectedError, which names what to correct."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExpectedError(f"{path}: not in UTF-8; save the file in that encoding") from error
    except OSError as error:
        raise ExpectedError(f"{path}: cannot be read ({error.strerror}); check the path in sources.toml") from error
    found: dict[str, tuple[int, ExpectedQuestion]] = {}
    for number, question in _questions(text, report, path):
        if known := found.get(question.text):
            raise ExpectedError(f"{path}: line {number}: the question of line {known[0]} again; keep one")
        found[question.text] = number, question
    return tuple(question for _, question in found.values())


def _questions(text: str, report: Report, path: Path) -> Iterator[tuple[int, ExpectedQuestion]]:
    span: tuple[int, int] | None = None
    for number, line in _lines(text):
        if line.startswith(_MARK):
            span = _span(line[1:].strip(), report, f"{path}: line {number}")
        elif span is None:
            raise ExpectedError(f"{path}: line {number}: a question before any line {_MARK}…; put the answer above it")
        elif (no := _NO.match(line)) and span == (0, 0):
            raise ExpectedError(f"{path}: line {number}: what the report does not say has no answer; take 否： away")
        elif len(line) > _LONGEST:
            raise ExpectedError(f"{path}: line {number}: a question of {len(line)} characters; {_LONGEST} at most")
        else:
            yield number, ExpectedQuestion(line[no.end() if no else 0 :], report.id, *span, denied=bool(no))


def _lines(text: str) -> Iterable[tuple[int, str]]:
    stripped = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return ((number, line) for number, line in stripped if line and not line.startswith(_COMMENT))


def _span(words: str, report: Report, where: str) -> tuple[int, int]:
    if words == UNREPORTED:
        return 0, 0
    times = report.text.count(words) if words else 0
    if not times:
        raise ExpectedError(f"{where}: {words!r} does not stand in {report.source}; copy the words from the report")
    if times > 1:
        raise ExpectedError(f"{where}: {words!r} stands {times} times in {report.source}; quote more of the sentence")
    start = report.text.index(words)
    return start, start + len(words)
