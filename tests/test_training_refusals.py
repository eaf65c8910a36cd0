"""What a model can be neither made nor exported from is refused and named, and leaves no trace."""

from __future__ import annotations

import json
import lzma

import pytest

from indexer.training.__main__ import main
from indexer.training.pairs import EXAMS
from indexer.training.recipe import Recipe, TrainingError
from tests.small_training import DATA, SMALL


def test_a_folder_without_training_files_is_bad_data(tmp_path, capsys):
    assert main(["train", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 2
    assert "no such folder" in capsys.readouterr().err
    assert main(["train", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "no training files" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jsonl", b'{"text": "\xe5\x85\xbb"}\n{"text": \n', "line 2: not JSON"),
        ("a.jsonl", b'{"other": 1}\n', "line 1: no text"),
        ("a.jsonl", b"[1]\n", "line 1: no text"),
        ("a.txt.xz", b"not xz", "cannot be read"),
        ("a.txt.xz", lzma.compress(b"abc" * 1000)[:-20], "cannot be read"),
        ("a.txt", b"\xff\xfe\x00", "cannot be read"),
        ("a.txt", b"123, ...\n", "no Chinese text"),
        ("a.txt", "".join(f"只有几个字{n}\n" for n in range(9)).encode(), "too few"),
        ("a.txt", b"", "no Chinese text"),
    ],
)
def test_bad_data_are_named_and_leave_no_trace(tmp_path, capsys, name, content, reason):
    data = tmp_path / "data"
    data.mkdir()
    (data / name).write_bytes(content)
    assert main(["train", str(data), "--out", str(tmp_path / "out"), "--quiet"]) == 2
    error = capsys.readouterr().err
    assert reason in error
    assert error.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"question": "一"', "line 2: not JSON"),
        ('["一", "二"]', "line 2: not an object"),
        ('{"question": "一", "source": "a"}', "line 2: no text in the field sentence"),
        ('{"question": " ", "sentence": "二", "source": "a"}', "line 2: no text in the field question"),
        *[
            (json.dumps({"question": "一", "sentence": "二", "source": exam}), f"line 2: {exam} serves to measure")
            for exam in sorted(EXAMS)
        ],
    ],
)
def test_a_bad_hand_written_pair_is_named_with_its_line(tmp_path, capsys, line, reason):
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"question": "一", "sentence": "二", "source": "a"}\n' + line + "\n")
    assert main(["train", str(DATA), "--out", str(tmp_path / "out"), *SMALL, "--pairs", str(file)]) == 2
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", ["--pairs", "--thesaurus"])
def test_hand_written_files_that_are_missing_are_named(tmp_path, capsys, option):
    assert main(["train", str(DATA), "--out", str(tmp_path / "out"), *SMALL, option, str(tmp_path / "no.txt")]) == 2
    assert "no.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    "numbers", [{"dimension": 0}, {"sif": 0.0}, {"seed": -1}, {"sif": float("nan")}, {"window": 0}]
)
def test_impossible_recipes_are_refused(numbers):
    with pytest.raises(TrainingError):
        Recipe(**numbers)


def test_a_damaged_model_is_not_exported(tmp_path, capsys):
    assert main(["export", str(tmp_path / "out"), "--model", str(tmp_path / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err
