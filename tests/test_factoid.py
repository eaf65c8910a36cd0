import json
import lzma

import pytest

from eval.__main__ import main
from eval.factoid import Factoid, measure, read_factoids

PASSAGES = {
    "云溪县位于江北省东部,县域面积1203平方公里。县政府驻城关镇。境内最高峰为石门山,海拔1482米。": [
        ("境内的最高峰是哪座山?", "石门山"),
        ("石门山海拔多少米?", "1482米"),
    ],
    "临江大桥由梁文设计,1957年通车,全长1670米。2003年大修后限行货车。": [
        ("临江大桥是谁设计的?", "梁文"),
        ("临江大桥哪一年通车?", "1957年"),
    ],
}
ALL = [Factoid(question, passage, answer) for passage, asked in PASSAGES.items() for question, answer in asked]


def test_sentences_are_found_and_clauses_hold_the_answer():
    steps = []
    found = measure(ALL, lambda: steps.append(1))
    assert (found.n, len(steps), found.sentences) == (4, 4, 5)
    assert found.first["wenzheng"] == 1.0
    assert len(found.first) == 3
    assert found.inside == 1.0
    assert 0 < found.characters < 60


def test_an_answer_that_is_not_there_is_not_found():
    found = measure([Factoid("石门山海拔多少米?", next(iter(PASSAGES)), "8848米")], lambda: None)
    assert (found.first["wenzheng"], found.inside) == (0.0, 0.0)


@pytest.mark.parametrize("packed", [False, True])
def test_the_last_third_of_a_file_is_read(tmp_path, packed):
    lines = "".join(
        json.dumps({"question": f"问{i}?", "passage": "文。", "answer": "文"}, ensure_ascii=False) + "\n"
        for i in range(9)
    )
    path = tmp_path / ("a.jsonl.xz" if packed else "a.jsonl")
    path.write_bytes(lzma.compress(lines.encode()) if packed else lines.encode())
    assert [factoid.question for factoid in read_factoids(path)] == ["问6?", "问7?", "问8?"]


@pytest.mark.parametrize(
    ("line", "reason"), [("{", "line 1 is no JSON"), ('{"question": "问?"}', "line 1 needs the texts")]
)
def test_a_row_that_is_none_is_named(tmp_path, line, reason):
    (tmp_path / "a.jsonl").write_text(line)
    with pytest.raises(ValueError, match=reason):
        read_factoids(tmp_path / "a.jsonl")


def test_without_questions_nothing_is_measured():
    with pytest.raises(ValueError, match="no questions"):
        measure([], lambda: None)


def test_the_command_prints_what_was_measured(tmp_path, capsys):
    rows = [{"question": f.question, "passage": f.passage, "answer": f.answer} for f in ALL * 3]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert main(["factoid", str(path)]) == 0
    told = capsys.readouterr().out
    assert "rows.jsonl: 4 questions, 5 sentences" in told
    assert "answer inside what is quoted, the passage given      100.0 %" in told


def test_the_command_names_a_row_that_is_none(tmp_path, capsys):
    (tmp_path / "a.jsonl").write_text("{}\n")
    assert main(["factoid", str(tmp_path / "a.jsonl")]) == 1
    assert "line 1 needs the texts question, passage, answer" in capsys.readouterr().err
