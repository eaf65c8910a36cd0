"""Lists of words: fillers, which are not compared with the report, and cities."""

import pytest

from chat_app.answers import Question
from chat_app.questions import read_question
from indexer.knowledge.word_lists import FILLERS, PLACES, WordListError, read_words, unreachable


@pytest.mark.parametrize("path", [FILLERS, PLACES])
def test_every_word_is_one_that_texts_are_taken_apart_into(path):
    assert unreachable(read_words(path)) == []


def test_what_is_never_met_is_told():
    assert unreachable(frozenset({"我家", "这两年"})) == ["这两年"]


@pytest.mark.parametrize(
    ("line", "said"), [("我 abc", "'abc' is not in Chinese"), ("我 你 我", "'我' stands in the file twice")]
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, line, said):
    path = tmp_path / "fillers.txt"
    path.write_text(f"# note\n[field]\n{line}\n", encoding="utf-8")
    with pytest.raises(WordListError, match=rf"line 3: {said}"):
        read_words(path)


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
