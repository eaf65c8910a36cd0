from __future__ import annotations

import math
import zipfile
from collections import Counter
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.keywords import KeywordIndex, KeywordIndexError

ROWS = [["农", "村", "农村", "电商"], ["城", "市", "城市"], ["农", "村", "道", "路", "道路", "农"], []]
token_lists = st.lists(st.lists(st.sampled_from("农村城市道路电商"), max_size=8), max_size=12)


def textbook(rows: list[list[str]], query: set[str], k1: float, b: float) -> list[float]:
    """BM25 from its definition, one row and term at a time."""
    mean = sum(map(len, rows)) / len(rows) or 1
    scores = []
    for row in rows:
        counts, score = Counter(row), 0.0
        for term in query & counts.keys():
            df = sum(term in other for other in rows)
            idf = math.log(1 + (len(rows) - df + 0.5) / (df + 0.5))
            tf = counts[term]
            score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(row) / mean))
        scores.append(score)
    return scores


@given(token_lists.filter(bool), st.sets(st.sampled_from("农村城市山")))
def test_scores_are_those_of_the_definition(rows: list[list[str]], query: set[str]) -> None:
    index = KeywordIndex.build(rows, k1=1.2, b=0.75)
    assert index.scores(query) == pytest.approx(textbook(rows, query, 1.2, 0.75), rel=1e-5)


def test_a_repeated_question_word_counts_once() -> None:
    index = KeywordIndex.build(ROWS)
    assert np.array_equal(index.scores(["农", "农"]), index.scores(["农"]))


def test_unknown_words_score_nothing() -> None:
    scores = KeywordIndex.build(ROWS).scores(["山"])
    assert scores.dtype == np.float32
    assert scores.tolist() == [0, 0, 0, 0]


def test_idf_falls_with_frequency_and_has_a_ceiling() -> None:
    index = KeywordIndex.build(ROWS)
    assert index.idf("农") < index.idf("城") < index.idf("山") == index.idf_ceiling
    assert index.idf("城") == pytest.approx(math.log(1 + 3.5 / 1.5))


def test_a_heading_counts_by_its_weight() -> None:
    plain = KeywordIndex.build([["a"], ["b"]])
    none = KeywordIndex.build([["a"], ["b"]], [["c"], []], heading_weight=0)
    half = KeywordIndex.build([["a"], ["b"]], [["c"], []], heading_weight=0.5)
    whole = KeywordIndex.build([["a"], ["b"]], [["c"], []], heading_weight=1)
    assert plain.scores("c")[0] == none.scores("c")[0] == 0
    assert 0 < half.scores("c")[0] < whole.scores("c")[0]
    assert whole.scores("abc") == pytest.approx(KeywordIndex.build([["a", "c"], ["b"]]).scores("abc"))


def test_headings_must_be_as_many_as_rows() -> None:
    with pytest.raises(KeywordIndexError, match="4 token lists but 1 headings"):
        KeywordIndex.build(ROWS, [[]])


@given(token_lists)
def test_what_is_saved_is_what_is_loaded(rows: list[list[str]]) -> None:
    index = KeywordIndex.build(rows)
    again = KeywordIndex.from_bytes(index.to_bytes())
    assert len(again) == len(index) == len(rows)
    assert again.terms == index.terms
    assert np.array_equal(again.scores("农村城市"), index.scores("农村城市"))
    assert again.to_bytes() == index.to_bytes()


def test_the_file_holds_no_time_and_no_pickle() -> None:
    with zipfile.ZipFile(BytesIO(KeywordIndex.build(ROWS).to_bytes())) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any(b"|O" in file.read(entry)[:128] for entry in file.infolist())


@pytest.mark.parametrize("data", [b"", b"nothing", b"PK\x03\x04" + bytes(50)])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(KeywordIndexError, match="cannot be read"):
        KeywordIndex.from_bytes(data)


def test_parts_that_do_not_fit_together_are_refused() -> None:
    index = KeywordIndex.build(ROWS)
    with pytest.raises(KeywordIndexError, match="do not fit together"):
        KeywordIndex(len(index), index.terms, index.starts[:-1], index.rows, index.impacts)
