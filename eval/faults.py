"""What is wrong with a question set: gold that is missing, quotes that are not in the report, questions asked twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from eval.questionset import Fault, QuestionRecord

NEAR_DUPLICATE = 0.8
"""Jaccard similarity of character bigrams from which two questions count as one."""
_SENTENCE = re.compile(r"[^。！？!?\n]+")


def validate(records: Sequence[QuestionRecord], reports: Mapping[str, str]) -> list[Fault]:
    """Return every fault of ``records`` against ``reports`` (report id → Report.text), in line order."""
    faults = []
    for record in records:
        messages = (*_gold_faults(record), *_value_faults(record), *_quote_faults(record, reports))
        faults += [Fault(record.line, f"{record.id}: {message}") for message in messages]
    faults += [*_repeated_ids(records), *_split_sentences(records, reports), *_near_duplicates(records)]
    return sorted(faults, key=lambda fault: fault.line)


def _gold_faults(record: QuestionRecord) -> Iterator[str]:
    gold = bool(record.answers or record.numbers or record.verdict)
    if not record.question.strip():
        yield "the question is empty; write it or remove the line"
    if record.answerable == (record.type == "unanswerable"):
        yield "type and answerable contradict each other; exactly the questions of type unanswerable are not answerable"
    if record.answerable and not (gold and record.evidence):
        yield "an answerable question has no gold; give evidence, and answers, numbers or a verdict"
    if record.answerable and record.unanswerable_kind:
        yield "an answerable question has an unanswerable_kind; set it to null"
    if not record.answerable and (gold or record.evidence):
        yield "an unanswerable question has gold; empty evidence, answers and numbers, and set verdict to null"
    if not record.answerable and not record.unanswerable_kind:
        yield "an unanswerable question has no unanswerable_kind; set absent, near_miss or off_topic"
    if record.type in ("yes_no", "false_premise") and not record.verdict:
        yield f"a {record.type} question has no verdict; set yes or no"
    if ("follow_up" in record.tags) != bool(record.history):
        yield "tag follow_up and history go together; give both or neither"


def _value_faults(record: QuestionRecord) -> Iterator[str]:
    """Yield figures and answers that neither stand in the evidence nor are marked as derived."""
    quotes = " ".join(_bare(span.quote) for span in record.evidence)
    gold = {*(number.value for number in record.numbers), *(text for group in record.answers for text in group)}
    for text in sorted(gold - set(record.derived)):
        if not text.strip() or not _stands_in(_bare(text), quotes):
            yield f"{text!r} is not in the evidence; correct it, quote more, or list it under derived"
    if strangers := set(record.derived) - gold:
        yield f"derived names {sorted(strangers)[0]!r}, which is no answer or number; remove it"
    if not all(record.answers):
        yield "a group of answers is empty; give an alternative or remove the group"


def _stands_in(text: str, quotes: str) -> bool:
    before = r"(?<![\d.])" if text[0].isdecimal() else ""
    after = r"(?!\d|\.\d)" if text[-1].isdecimal() else ""
    return re.search(before + re.escape(text) + after, quotes) is not None


def _quote_faults(record: QuestionRecord, reports: Mapping[str, str]) -> Iterator[str]:
    for span in record.evidence:
        text = reports.get(span.report)
        if text is None:
            yield f"report {span.report!r} is not there; the reports are {', '.join(reports) or 'none'}"
        elif not span.quote or text[max(span.start, 0) : span.end] != span.quote:
            found = text.find(span.quote) if span.quote else -1
            where = f"it stands at {found}–{found + len(span.quote)}" if found >= 0 else "it is nowhere in the report"
            yield f"quote {span.quote!r} is not at {span.start}–{span.end}; {where}, correct the evidence"
    groups = {span.group for span in record.evidence}
    if groups != set(range(len(groups))):
        yield f"evidence groups are {sorted(groups)}; number them 0, 1, 2 …"


def _repeated_ids(records: Sequence[QuestionRecord]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for record in records:
        if record.id in first:
            yield Fault(record.line, f"{record.id}: the id is that of line {first[record.id]}; give another")
        first.setdefault(record.id, record.line)


def _split_sentences(records: Sequence[QuestionRecord], reports: Mapping[str, str]) -> Iterator[Fault]:
    """Yield one fault for each sentence that a record quotes after one of the other split did."""
    first: dict[tuple[str, int], QuestionRecord] = {}
    sentences = {name: [match.span() for match in _SENTENCE.finditer(text)] for name, text in reports.items()}
    for record in records:
        quoted = {
            (span.report, start)
            for span in record.evidence
            for start, end in sentences.get(span.report, ())
            if span.start < end and start < span.end
        }
        for key in sorted(quoted):
            other = first.setdefault(key, record)
            if other.split != record.split:
                message = f"quotes a sentence that line {other.line} quotes for {other.split}; use one split for both"
                yield Fault(record.line, f"{record.id}: {message}")


def _near_duplicates(records: Sequence[QuestionRecord]) -> Iterator[Fault]:
    bigrams = [_bigrams("".join((*record.history, record.question))) for record in records]
    for (one, left), (two, right) in combinations(zip(records, bigrams, strict=True), 2):
        alike = len(left & right) / max(len(left | right), 1)
        if alike >= (1.0 if one.split == two.split else NEAR_DUPLICATE):
            yield Fault(two.line, f"{two.id}: almost the question of line {one.line} ({one.split}); ask something else")


def _bigrams(text: str) -> frozenset[str]:
    kept = "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())
    return frozenset(kept[i : i + 2] for i in range(max(len(kept) - 1, 1)))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
