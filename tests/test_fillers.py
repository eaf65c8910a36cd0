"""Fillers: what people use to tell and to ask is not compared with the report."""

import pytest

from chat_app.answers import Question
from chat_app.questions import read_question
from indexer.knowledge.fillers import FillersError, read_fillers, unreachable


def test_every_filler_is_a_word_that_texts_are_taken_apart_into():
    assert unreachable(read_fillers()) == []
    assert unreachable(frozenset({"我家", "这两年"})) == ["这两年"]


@pytest.mark.parametrize(
    ("line", "said"), [("我 abc", "'abc' is not in Chinese"), ("我 你 我", "'我' stands in the file twice")]
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, line, said):
    path = tmp_path / "fillers.txt"
    path.write_text(f"# note\n[field]\n{line}\n", encoding="utf-8")
    with pytest.raises(FillersError, match=rf"line 3: {said}"):
        read_fillers(path)


@pytest.mark.parametrize(
    ("asked", "compared"),
    [
        ("我家老伴听讲后来修了水库,是真的不", ("修", "水库")),
        ("燃气安全这一块,报告里都写了些啥?", ("燃气", "安全")),
        ("还是老样子", ("老",)),
    ],
)
def test_only_what_says_something_is_compared(asked, compared):
    assert read_question(Question(asked), ()).words == compared


def test_where_nothing_else_is_said_fillers_are_kept():
    assert read_question(Question("里头后来"), ()).words == ("里头", "后来")
