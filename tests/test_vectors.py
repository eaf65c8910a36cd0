from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.vectors import Matrix, VectorIndex, VectorIndexError


def units(rows: int, dimension: int = 8, seed: int = 1) -> Matrix:
    matrix = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 99))
def test_search_gives_the_nearest_rows_best_first(rows: int, k: int, seed: int) -> None:
    matrix, question = units(rows, seed=seed), units(1, seed=seed + 1)[0]
    ids, scores = VectorIndex.build(matrix).search(question, k)
    cosines = matrix @ question
    assert len(ids) == min(k, rows)
    assert scores == pytest.approx(np.sort(cosines)[::-1][:k], abs=1e-6)
    assert cosines[ids] == pytest.approx(scores, abs=1e-6)


def test_similarities_are_cosines_in_the_order_asked_for() -> None:
    matrix, question = units(9), units(1, seed=2)[0]
    ids = np.array([7, 0, 7, 3])
    assert VectorIndex.build(matrix).similarities(question, ids) == pytest.approx((matrix @ question)[ids], abs=1e-6)


def test_a_compact_index_takes_a_byte_a_number_and_gives_nearly_the_same_cosines() -> None:
    matrix, question, ids = units(1100, 16), units(1, 16, seed=2)[0], np.arange(0, 1100, 7)
    whole, compact = (VectorIndex.build(matrix, compact=c).to_bytes() for c in (False, True))
    assert len(compact) < len(whole) / 3
    found = VectorIndex.from_bytes(compact).similarities(question, ids)
    assert found == pytest.approx((matrix @ question)[ids], abs=0.02)
    assert len(VectorIndex.build(np.empty((0, 8), np.float32), compact=True)) == 0


def test_nothing_is_found_where_nothing_is_asked_for() -> None:
    index = VectorIndex.build(units(3))
    assert index.similarities(units(1)[0], np.array([], np.int64)).shape == (0,)
    assert index.search(units(1)[0], 0)[0].shape == (0,)
    assert VectorIndex.build(np.empty((0, 8), np.float32)).search(units(1)[0], 5)[0].shape == (0,)


@pytest.mark.parametrize("bad", [-1, 3])
def test_rows_that_do_not_exist_are_refused(bad: int) -> None:
    with pytest.raises(VectorIndexError, match="rows are 0 to 2"):
        VectorIndex.build(units(3)).similarities(units(1)[0], np.array([bad]))


def test_a_question_of_another_dimension_is_refused() -> None:
    with pytest.raises(VectorIndexError, match=r"float32\[8\] wanted, not float32\[4\]"):
        VectorIndex.build(units(3)).search(units(1, 4)[0], 1)


@pytest.mark.parametrize(
    "matrix",
    [
        units(3).astype(np.float64),
        units(3)[0],
        units(3) * 2,
        np.full((2, 3), np.nan, np.float32),
        np.empty((3, 0), np.float32),
    ],
)
def test_matrices_that_are_no_unit_rows_are_refused(matrix: Matrix) -> None:
    with pytest.raises(VectorIndexError):
        VectorIndex.build(matrix)


def test_a_text_without_known_words_may_have_a_zero_row() -> None:
    assert len(VectorIndex.build(np.zeros((1, 4), np.float32))) == 1


@given(st.integers(0, 20), st.integers(1, 9))
def test_what_is_saved_is_what_is_loaded(rows: int, dimension: int) -> None:
    index = VectorIndex.build(units(rows, dimension))
    again = VectorIndex.from_bytes(index.to_bytes())
    assert (len(again), again.dimension) == (rows, dimension)
    assert again.to_bytes() == index.to_bytes()


@pytest.mark.parametrize("size", [0, 3, 40, -1])
def test_a_truncated_index_is_refused(size: int) -> None:
    with pytest.raises(VectorIndexError, match="cannot be read"):
        VectorIndex.from_bytes(VectorIndex.build(units(5)).to_bytes()[:size])


def test_another_kind_of_index_is_refused() -> None:
    import faiss

    with pytest.raises(VectorIndexError, match="IndexFlatL2"):
        VectorIndex.from_bytes(faiss.serialize_index(faiss.IndexFlatL2(4)).tobytes())
