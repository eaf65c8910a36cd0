"""Vectors worked out once."""

import numpy as np
import pytest

from chat_app.known_vectors import KnownVectors
from indexer.encoders import load_encoder


@pytest.fixture
def counted(monkeypatch):
    """The shipped embedder and the list of texts that it was asked to embed."""
    embedder, asked = load_encoder(), []
    encode = embedder.encode
    monkeypatch.setattr(embedder, "encode", lambda texts: asked.extend(texts) or encode(texts))
    return embedder, asked


def test_a_text_is_embedded_once_and_its_row_is_that_of_the_embedder(counted):
    embedder, asked = counted
    known = KnownVectors(embedder, most=10)
    known.look_up(["道路", "学校"])
    rows, vectors = known.look_up(["学校", "医院", "道路"])
    assert asked == ["道路", "学校", "医院"]
    assert np.array_equal(vectors[rows], embedder.encode(["学校", "医院", "道路"]))


def test_no_more_vectors_are_kept_than_allowed(counted):
    embedder, _ = counted
    known = KnownVectors(embedder, most=3)
    known.look_up(["一", "二", "三"])
    rows, vectors = known.look_up(["四", "二"])
    assert len(vectors) <= 3
    assert np.array_equal(vectors[rows], embedder.encode(["四", "二"]))


def test_vectors_handed_out_stay_as_they_were_when_more_are_kept_or_all_are_dropped(counted):
    embedder, _ = counted
    known = KnownVectors(embedder, most=4)
    rows, vectors = known.look_up(["道路", "学校"])
    before = vectors[rows].copy()
    for texts in (["医院"], ["公园", "桥"], ["车站", "水库", "村"]):
        known.look_up(texts)
        assert np.array_equal(vectors[rows], before)
