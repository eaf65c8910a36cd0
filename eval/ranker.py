"""Learns the weights of the re-ranker: where the numbers in ``chat_app.reranker`` come from.

Each question with its candidates is one example: softmax over the candidates' scores, the loss is minus the logarithm
of what falls on the right ones (listwise, ListNet's top-one form; Cao et al. 2007), with an L2 penalty. Examples are
the hand-written (everyday question, sentence) pairs and the development questions of the declared sets.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat_app.answers import Question
from chat_app.questions import read_question
from chat_app.reranker import Features
from chat_app.retriever import Retriever
from eval.questionset import load_questions
from eval.ranking import COVERED
from eval.sets import QuestionSet
from indexer.build import build_index
from indexer.bundle import IndexBundle
from indexer.encoders import load_encoder
from indexer.settings import IndexSettings

PAIRS = Path(__file__).parents[1] / "indexer" / "knowledge" / "pairs.jsonl"
_INVENTED = "invented"
_QUESTION_WEIGHT = 2.0
"""What a development question counts against a pair: there are twice as many pairs."""
_HELD_OUT_OF = 10
"""One pair in ten, chosen by its sentence's SHA-256, was kept from the embedding's training
(indexer/training/pairs.py); only from those can be learnt what its nearness is worth."""
_PENALTY = 0.02


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one question: features [n, f], which of them answer [n], and what the example counts."""

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    weight: float


def gather(sets: Sequence[QuestionSet], pairs: Path = PAIRS) -> list[Example]:
    """Return the examples of the pairs and of the development questions; those without a right candidate left out."""
    with tempfile.TemporaryDirectory(prefix="wenzheng-fit-") as name:
        folder = Path(name)
        found = [example for example in _of_pairs(pairs, sets, folder) if example.right.any()]
        for entry in sets:
            bundle = _index(entry.reports, folder / entry.name)
            asked = [r for r in load_questions(entry.questions) if r.split == "dev" and r.evidence]
            gold = [[(s.report, s.start, s.end) for s in record.evidence] for record in asked]
            questions = [Question(record.question, record.history) for record in asked]
            found += [
                e for e in _examples(bundle, zip(questions, gold, strict=True), _QUESTION_WEIGHT) if e.right.any()
            ]
    return found


def fit_ranker(examples: Sequence[Example]) -> Features:
    """Return the weights that rank right candidates first, as well as may be."""
    from scipy.optimize import minimize

    total = sum(example.weight for example in examples)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = 0.0, np.zeros_like(weights)
        for example in examples:
            scores = example.features @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            right = share[example.right].sum()
            wanted = np.where(example.right, share / right, 0.0)
            value -= example.weight * np.log(right)
            slope += example.weight * (example.features.T @ (share - wanted))
        penalty = _PENALTY * float(weights @ weights) / len(weights)
        return value / total + penalty, slope / total + 2 * _PENALTY * weights / len(weights)

    found = minimize(loss, np.zeros(len(Features._fields)), jac=True, method="L-BFGS-B").x
    return Features(*(round(float(weight), 2) for weight in found))


def _of_pairs(path: Path, sets: Sequence[QuestionSet], folder: Path) -> Iterator[Example]:
    """Yield the examples of the pairs: invented sentences are one report, real ones stand in the sets' reports."""
    pairs = [pair for pair in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if _held_out(pair)]
    invented = [pair for pair in pairs if pair["source"] == _INVENTED]
    report = folder / f"{_INVENTED}.txt"
    lines = dict.fromkeys(f"{pair['sentence'].rstrip('。')}。" for pair in invented)
    report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    yield from _examples(_index([report], folder / "pairs"), _asked(invented, {_INVENTED: report}), 1.0)
    named = {pair["source"] for pair in pairs} - {_INVENTED}
    files = {file.stem: file for entry in sets for folder_ in entry.reports for file in folder_.glob("*.txt")}
    real = {name: files[name] for name in sorted(named & files.keys())}
    if real:
        wanted = [pair for pair in pairs if pair["source"] in real]
        yield from _examples(_index(list(real.values()), folder / "real"), _asked(wanted, real), 1.0)


def _held_out(pair: dict[str, str]) -> bool:
    return hashlib.sha256(pair["sentence"].encode()).digest()[0] % _HELD_OUT_OF == 0


def _asked(
    pairs: Iterable[dict[str, str]], reports: dict[str, Path]
) -> Iterator[tuple[Question, list[tuple[str, int, int]]]]:
    texts = {name: path.read_text(encoding="utf-8") for name, path in reports.items()}
    for pair in pairs:
        sentence = pair["sentence"].rstrip("。")
        starts = {name: text.find(sentence) for name, text in texts.items()}
        gold = [(name, start, start + len(sentence)) for name, start in starts.items() if start >= 0]
        yield Question(pair["question"]), gold


def _examples(
    bundle: IndexBundle, asked: Iterable[tuple[Question, list[tuple[str, int, int]]]], weight: float
) -> Iterator[Example]:
    retriever = Retriever(bundle, load_encoder())
    for question, gold in asked:
        candidates = retriever.candidates(read_question(question, bundle.reports))
        if candidates:
            rows = np.array([found for _, found in candidates])
            yield Example(rows, np.array([_answers(bundle, number, gold) for number, _ in candidates]), weight)


def _answers(bundle: IndexBundle, number: int, gold: Sequence[tuple[str, int, int]]) -> bool:
    passage = bundle.passages[number]
    return any(
        passage.report == report and min(passage.end, end) - max(passage.start, start) >= COVERED * (end - start)
        for report, start, end in gold
    )


def _index(reports: Sequence[Path], folder: Path) -> IndexBundle:
    build_index(reports, folder, load_encoder(), IndexSettings())
    return IndexBundle.load(folder)
