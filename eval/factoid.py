"""Questions on encyclopaedic passages (DRCD, CMRC 2018): retrieval among all sentences, and reading with the passage.

Such sets measure what carries over to prose that is no report: whether search still beats keywords, and whether the
clause quoted holds the answer. They are inputs to training too, so only the last third of a file is asked (the third
that ``python -m indexer.training train`` leaves out of files so called).
"""

from __future__ import annotations

import json
import lzma
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chat_app.answers import Question
from chat_app.assistant import Assistant
from eval.baselines import Keyword, Quoting
from indexer.build import build_index
from indexer.corpus import IndexerError
from indexer.encoders import load_encoder
from indexer.lexicon import normalise
from indexer.settings import IndexSettings

_FIELDS = ("question", "passage", "answer")
_READ = 5
"""Sentences of the passage that are read for the answer."""


@dataclass(frozen=True, slots=True)
class Factoid:
    """A question, the passage that answers it, and the answer as it stands there."""

    question: str
    passage: str
    answer: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares of the ``n`` questions, 0 to 1.

    ``first``: a sentence of the passage that holds the answer is found first among all sentences, by system;
    ``inside``: the answer stands in what is quoted when the passage is given; ``characters``: mean length of that.
    """

    n: int
    sentences: int
    first: dict[str, float]
    inside: float
    characters: float


def read_factoids(path: Path) -> list[Factoid]:
    """Read the last third of a .jsonl file, .xz or not; raises ValueError with the line of a row that is none."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [_row(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return rows[len(rows) * 2 // 3 :]


def _row(path: Path, number: int, line: str) -> Factoid:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{path}: line {number} is no JSON ({error})") from error
    values = [record.get(name) for name in _FIELDS] if isinstance(record, dict) else []
    if not values or not all(isinstance(value, str) and value.strip() for value in values):
        raise ValueError(f"{path}: line {number} needs the texts {', '.join(_FIELDS)}")
    return Factoid(*map(str, values))


def measure(factoids: Sequence[Factoid], progress: Callable[[], None]) -> Measured:
    """Ask every question; raises IndexerError where the passages make no index, ValueError without questions."""
    if not factoids:
        raise ValueError("no questions to ask: a third of the file is measured with")
    passages = list(dict.fromkeys(factoid.passage for factoid in factoids))
    with tempfile.TemporaryDirectory(prefix="wenzheng-factoid-") as folder:
        assistant = _assistant(passages, Path(folder))
        systems = [Keyword.over_words(assistant.bundle), Keyword.over_bigrams(assistant.bundle)]
        names = {passage: _name(number) for number, passage in enumerate(passages)}
        first: dict[str, list[bool]] = {}
        quoted = []
        for factoid in factoids:
            report = names[factoid.passage]
            for name, right in _first(assistant, systems, factoid, report):
                first.setdefault(name, []).append(right)
            quoted.append(_quoted(assistant, factoid, report))
            progress()
        return Measured(
            n=len(factoids),
            sentences=len(assistant.bundle.passages),
            first={name: sum(found) / len(found) for name, found in first.items()},
            inside=sum(normalise(f.answer) in normalise(q) for f, q in zip(factoids, quoted, strict=True))
            / len(quoted),
            characters=sum(map(len, quoted)) / len(quoted),
        )


def _assistant(passages: Sequence[str], folder: Path) -> Assistant:
    sources = folder / "sources"
    sources.mkdir()
    for number, passage in enumerate(passages):
        (sources / f"{_name(number)}.txt").write_text(" ".join(passage.split()) + "\n", encoding="utf-8")
    built = build_index([sources], folder / "index", load_encoder(), IndexSettings())
    if built.bundle is None or built.refusals:
        raise IndexerError("the passages make no index: " + "; ".join(built.refusals[:3]))
    return Assistant.load(folder / "index")


def _name(number: int) -> str:
    return f"p{number:05d}"


def _first(
    assistant: Assistant, systems: Sequence[Quoting], factoid: Factoid, report: str
) -> Iterator[tuple[str, bool]]:
    """Yield for each system whether the sentence that it ranks first holds the answer, in the right passage."""
    answer = normalise(factoid.answer)
    best = assistant.retriever.find_evidence(assistant.read(Question(factoid.question)), 1)
    yield "wenzheng", bool(best) and best[0].report == report and answer in normalise(best[0].text)
    for system in systems:
        ranked = system.rank(factoid.question, 1)
        found = ranked[0][0] if ranked else None
        yield system.name, found is not None and found.report == report and answer in normalise(found.text)


def _quoted(assistant: Assistant, factoid: Factoid, report: str) -> str:
    """Return what is quoted from the passage for its question."""
    query = assistant.read(Question(factoid.question))
    evidence = assistant.retriever.find_evidence(query, _READ, {report})
    text = assistant.bundle.report(report).text
    return "".join(text[e.start : e.end] for e in assistant.extractor.extract(query, evidence))
