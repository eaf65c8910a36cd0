"""Hand-built question sets: their records, and how a file of them is read.

A file holds one JSON record a line. ``type`` is what is asked, ``tags`` how it is asked. ``plan_review`` marks
questions that turn on whether something was done or is only planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

Type = Literal[
    "number", "entity", "list", "yes_no", "explain", "plan_review", "multi", "compare", "overview", "false_premise",
    "unanswerable",
]  # fmt: skip
Tag = Literal["colloquial", "follow_up", "keyword", "typo", "traditional", "english"]


@dataclass(frozen=True, slots=True)
class GoldNumber:
    """A figure that an answer must give; of a comparison, every figure compared.

    ``value`` is as printed, without its unit ("68.48", "两"). ``cmp`` is how the report gives it: eq as it stands,
    ge 以上, gt 余 or 多, le 以内, lt 近, approx 约 (and any derived figure that is rounded).
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    value: str
    unit: str
    cmp: Literal["eq", "ge", "gt", "le", "lt", "approx"] = "eq"


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A verbatim quote of a report that holds the answer or a part of it.

    Spans of one ``group`` are alternatives; an answer needs every group. ``start`` and ``end`` are offsets into
    ``Report.text``.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    group: int
    report: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """One question with its gold answer.

    Every group of ``answers`` must be met by one of its alternatives. ``derived`` lists the alternatives and number
    values that are in no quote because they are worked out or reworded. A question derived by code from another
    says how (``variant``) and from which id (``variant_of``). ``line`` is the line in its file, from 1.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: str
    question: str
    type: Type
    split: Literal["dev", "test"]
    answerable: bool
    history: tuple[str, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[GoldNumber, ...] = ()
    verdict: Literal["yes", "no"] | None = None
    evidence: tuple[GoldSpan, ...] = ()
    unanswerable_kind: Literal["absent", "near_miss", "off_topic"] | None = None
    tags: tuple[Tag, ...] = ()
    derived: tuple[str, ...] = ()
    notes: str = ""
    variant: str | None = None
    variant_of: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in line ``line`` (from 1) of a question file, and how to mend it."""

    line: int
    message: str


class QuestionSetError(ValueError):
    """A question file with lines that are no records; ``faults`` names every one of them."""

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.path = path
        self.faults = tuple(faults)
        super().__init__(f"{path}: " + "; ".join(f"line {f.line}: {f.message}" for f in faults))


def load_questions(path: Path) -> tuple[QuestionRecord, ...]:
    """Return the records of the file in order; raises QuestionSetError, and OSError for a file it cannot read."""
    adapter = TypeAdapter(QuestionRecord)
    records: list[QuestionRecord] = []
    faults: list[Fault] = []
    for number, data in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not data.strip():
            continue
        try:
            records.append(replace(adapter.validate_json(data, strict=True), line=number))
        except ValidationError as error:
            faults += [Fault(number, _unreadable(".".join(map(str, e["loc"])), e["msg"])) for e in error.errors()]
    if faults:
        raise QuestionSetError(path, faults)
    return tuple(records)


def _unreadable(field: str, reason: str) -> str:
    return f"{field}: {reason}; correct the field" if field else f"{reason}; write one JSON object a line, in UTF-8"
