"""Is an answer right? The marking of one answer against its gold record, by rule and without a judge.

Texts are compared in NFKC, simplified characters, without white space and punctuation; figures by value and unit
(``eval.numerals``). An answer that is missing, or refused, is wrong where there is something to answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.numerals import Figure, agree, read_figures, read_gold
from eval.questionset import QuestionRecord
from indexer.lexicon import normalise

_MARKS = re.compile(r"\[\d+\]")
_ITEM_BREAK = re.compile(r"[、，,；;]")
_LIST_RECALL, _LIST_PRECISION = 1.0, 0.5
"""What a list must reach to be right: every item, and no more wrong ones than right ones."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How an answer compares with its gold; a mark that does not apply is None.

    ``right`` sums it up. ``groups``: share of the groups of alternatives met. ``numbers``: every gold figure is there
    with its unit, and none other of that unit. ``short``: the short answer alone says it. ``verdict``: yes or no as
    the gold has it. ``item_precision`` and ``item_recall`` are those of a list. ``overlap`` is character F1 of the
    short answer, or of the text, with the best gold wording.
    """

    right: bool
    groups: float | None = None
    numbers: bool | None = None
    short: bool | None = None
    verdict: bool | None = None
    item_precision: float | None = None
    item_recall: float | None = None
    overlap: float | None = None


def mark(record: QuestionRecord, answer: Mapping[str, Any]) -> Marks:
    """Return the marks of ``answer`` (public JSON form) for ``record``."""
    refused = answer.get("outcome") == "not_found"
    if not record.answerable:
        return Marks(right=refused)
    text = "" if refused else _MARKS.sub("", str(answer.get("text") or ""))
    short = "" if refused else str(answer.get("short") or "")
    groups = [met(group, text) for group in record.answers]
    numbers = _numbers_right(record, text, short) if record.numbers else None
    verdict = not refused and answer.get("verdict") == record.verdict if record.verdict else None
    precision, recall = _items(record, text, short) if record.type == "list" else (None, None)
    right = bool(text) and all(groups) and numbers is not False and verdict is not False
    if precision is not None and recall is not None:
        right = right and recall >= _LIST_RECALL and precision >= _LIST_PRECISION
    return Marks(
        right=right,
        groups=sum(groups) / len(groups) if groups else None,
        numbers=numbers,
        short=_short_right(record, short) if record.type in ("number", "entity") else None,
        verdict=verdict,
        item_precision=precision,
        item_recall=recall,
        overlap=_overlap(record, short or text),
    )


def bare(text: str) -> str:
    """Return ``text`` as it is compared: normalised, without white space and punctuation but with decimal points."""
    kept = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", normalise(text.replace("㎡", "平方米")))
    apart = re.sub(r"(?<=\d)[^\w.%]+(?=\d)", "|", kept)  # what stood between two figures keeps them apart
    return re.sub(r"(?<!\d)\.|\.(?!\d)|[^\w.%|]|_", "", apart)


def met(alternatives: Iterable[str], text: str) -> bool:
    """Tell whether one of ``alternatives`` stands in ``text``; 1月3日 does not stand in 11月3日."""
    return any(stands_in(alternative, text) for alternative in alternatives)


def stands_in(part: str, text: str) -> bool:
    """Tell whether ``part`` stands in ``text`` as compared, its figures not cut out of longer ones."""
    part, text = bare(part), bare(text)
    if not part:
        return False
    before = r"(?<!\d)(?<!\d\.)" if part[0].isdecimal() else ""
    after = r"(?!\d|\.\d)" if part[-1].isdecimal() else ""
    return re.search(before + re.escape(part) + after, text) is not None


def gold_figures(record: QuestionRecord) -> list[tuple[Figure, str]]:
    """Return the gold figures of ``record`` with their units."""
    return [read_gold(number.value, number.unit, number.cmp) for number in record.numbers]


def _numbers_right(record: QuestionRecord, text: str, short: str) -> bool:
    """Tell whether all gold figures are in the text; for a number question, no stranger may be in the answer proper."""
    gold = gold_figures(record)
    said = read_figures(text)
    if not all(any(agree(figure, wanted) and figure.counts(unit) for figure in said) for wanted, unit in gold):
        return False
    return record.type != "number" or not _strangers(record, gold, read_figures(short) if short else said)


def _strangers(record: QuestionRecord, gold: Sequence[tuple[Figure, str]], said: Sequence[Figure]) -> list[Figure]:
    """Return the figures said in the unit of a gold one that are neither gold nor taken from the question."""
    asked = {figure.value for figure in read_figures(record.question)}
    right = {wanted.value for wanted, _ in gold}
    return [
        figure for figure in said if figure.value not in right | asked and any(figure.counts(unit) for _, unit in gold)
    ]


def _short_right(record: QuestionRecord, short: str) -> bool:
    if not short:
        return False
    gold = gold_figures(record)
    said = read_figures(short)
    figures = all(any(agree(figure, wanted) and figure.counts(unit) for figure in said) for wanted, unit in gold)
    return figures and not _strangers(record, gold, said) and all(met(group, short) for group in record.answers)


def _items(record: QuestionRecord, text: str, short: str) -> tuple[float, float]:
    """Return precision and recall of a list; without a short answer every item counts as meant."""
    groups = record.answers or tuple((f"{number.value}{number.unit}",) for number in record.numbers)
    recall = sum(met(group, text) for group in groups) / max(len(groups), 1)
    items = [item for item in _ITEM_BREAK.split(short) if bare(item)]
    if not items:
        return 1.0 if text else 0.0, recall
    everything = [alternative for group in groups for alternative in group]
    good = sum(any(stands_in(a, item) or stands_in(item, a) for a in everything) for item in items)
    return good / len(items), recall


def _overlap(record: QuestionRecord, said: str) -> float:
    """Return the best character F1 with the gold wording: one alternative of each group, or the figures."""
    wording = "".join(group[0] for group in record.answers) or "".join(f"{n.value}{n.unit}" for n in record.numbers)
    gold, given = Counter(bare(wording)), Counter(bare(said))
    common = sum((gold & given).values())
    return 2 * common / (sum(gold.values()) + sum(given.values())) if common else 0.0
