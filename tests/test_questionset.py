"""The question sets: those shipped hold to what is said of them, a file reads back, and its faults are named."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from eval.__main__ import main
from eval.faults import validate
from eval.marking import bare
from eval.questionset import QuestionRecord, QuestionSetError, Type, load_questions
from indexer.expected import read_expected
from indexer.readers import read_report, report_files
from tests.question_records import GOOD

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "eval" / "questions" / "xicheng.jsonl"
NATIONAL = ROOT / "eval" / "questions" / "national.jsonl"
TOWNS = ROOT / "eval" / "questions" / "towns.jsonl"
KINDS = set(get_args(Type))
REPORTS_FOLDER = ROOT / "eval" / "reports"
SEED = ROOT / "seeds" / "xicheng-2022-work-report.txt"


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{x if isinstance(x, str) else json.dumps(x)}\n" for x in lines), encoding="utf-8")
    return path


def as_json(record: QuestionRecord, **changed: object) -> dict[str, object]:
    number, span = record.numbers[0], record.evidence[0]
    plain = {
        "id": record.id,
        "question": record.question,
        "type": record.type,
        "split": record.split,
        "answerable": record.answerable,
        "numbers": [{"value": number.value, "unit": number.unit}],
        "evidence": [
            {"group": span.group, "report": span.report, "quote": span.quote, "start": span.start, "end": span.end}
        ],
    }
    return {**plain, **changed}


# The shipped set


def test_the_shipped_set_is_valid_against_the_real_report() -> None:
    report = read_report(SEED)
    assert validate(load_questions(SHIPPED), {report.id: report.text}) == []


def test_the_shipped_set_asks_in_every_way_and_much_of_it_in_either_split() -> None:
    records = load_questions(SHIPPED)
    count = {kind: sum(r.type == kind for r in records) for kind in {r.type for r in records}}
    tagged = {tag: sum(tag in r.tags for r in records) for tag in ("colloquial", "follow_up")}
    assert len(records) >= 400
    assert len(count) == 11
    assert min(count.values()) >= 20
    assert count["unanswerable"] >= 80
    assert count["false_premise"] >= 30
    assert count["multi"] >= 30
    assert tagged["colloquial"] >= 90
    assert tagged["follow_up"] >= 40
    assert min(sum(r.split == split for r in records) for split in ("dev", "test")) >= 350


def test_no_question_of_the_shipped_set_is_expected_word_for_word() -> None:
    path = SEED.parent / "questions" / "xicheng-2022.txt"
    expected = {bare(question.text) for question in read_expected(path, read_report(SEED))}
    assert len(expected) > 10_000
    assert [record.question for record in load_questions(SHIPPED) if bare(record.question) in expected] == []


def test_the_national_set_is_valid_and_its_test_questions_rest_on_other_reports_than_dev() -> None:
    records = load_questions(NATIONAL)
    reports = {report.id: report.text for report in map(read_report, report_files(REPORTS_FOLDER))}
    assert set(reports) == {f"national-{year}" for year in range(2010, 2019)}
    assert validate(records, reports) == []
    assert len(records) >= 150
    used = {split: {s.report for r in records if r.split == split for s in r.evidence} for split in ("dev", "test")}
    assert not used["dev"] & used["test"]


def test_the_towns_set_is_valid_and_asks_one_report_for_each_split() -> None:
    records = load_questions(TOWNS)
    reports = {report.id: report.text for report in map(read_report, report_files(REPORTS_FOLDER / "towns"))}
    assert validate(records, reports) == []
    for split, report in (("dev", "yunxi-2021"), ("test", "linjiang-2023")):
        asked = [r for r in records if r.split == split]
        assert len(asked) >= 100
        assert {s.report for r in asked for s in r.evidence} == {report}
        assert sum("colloquial" in r.tags for r in asked) >= 0.4 * len(asked)
        assert {kind for kind, n in Counter(r.type for r in asked).items() if n >= 5} == KINDS


# Files


def test_a_record_reads_back_as_written(tmp_path: Path) -> None:
    path = write(tmp_path / "set.jsonl", "\ufeff" + json.dumps(as_json(GOOD)), "")
    assert load_questions(path) == (GOOD,)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ('{"id": "q-1",', "one JSON object a line"),
        ("[1]", "one JSON object a line"),
        (as_json(GOOD, type="guess"), "type: "),
        (as_json(GOOD, split="train"), "split: "),
        (as_json(GOOD, tags=["slang"]), "tags.0: "),
        (as_json(GOOD, verdict="maybe"), "verdict: "),
        (as_json(GOOD, unanswerable_kind="gone"), "unanswerable_kind: "),
        (as_json(GOOD, numbers=[{"value": "77", "unit": "家", "cmp": "about"}]), "numbers.0.cmp: "),
        (as_json(GOOD, numbers=[{"value": 77, "unit": "家"}]), "numbers.0.value: "),
        (as_json(GOOD, evidences=[]), "evidences: "),
        ({"id": "q-1"}, "question: "),
    ],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, bad: object, message: str) -> None:
    path = write(tmp_path / "set.jsonl", as_json(GOOD), bad)
    with pytest.raises(QuestionSetError) as caught:
        load_questions(path)
    assert {fault.line for fault in caught.value.faults} == {2}
    assert any(message in fault.message for fault in caught.value.faults)


def test_a_line_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"\n" + '{"id": "问"}'.encode("gb18030"))
    with pytest.raises(QuestionSetError, match="line 2"):
        load_questions(path)


# The command


def test_validate_passes_the_shipped_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(SHIPPED), "--report", str(SEED)]) == 0
    assert "no fault" in capsys.readouterr().out


def test_validate_names_the_line_of_each_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "set.jsonl", "", as_json(GOOD))
    assert main(["validate", str(path), "--report", str(SEED)]) == 2
    assert f"{path}:2: q-1: report 'r' is not there" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["{", ""])
def test_validate_refuses_a_file_without_records(tmp_path: Path, content: str) -> None:
    assert main(["validate", str(write(tmp_path / "set.jsonl", content)), "--report", str(SEED)]) == 2


def test_validate_of_a_missing_file_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(tmp_path / "none.jsonl"), "--report", str(SEED)]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_validate_against_a_missing_report_is_an_error(tmp_path: Path) -> None:
    assert main(["validate", str(SHIPPED), "--report", str(tmp_path / "none.txt")]) == 1
