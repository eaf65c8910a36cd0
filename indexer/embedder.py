"""An encoder as LangChain's ``Embeddings``, for whatever takes those."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from indexer.encoders import SHIPPED, SHIPPED_FOLDER, EmbedderError, Encoder, load_encoder

__all__ = ["SHIPPED", "SHIPPED_FOLDER", "Embedder", "EmbedderError", "load_embedder"]


class Embedder(Encoder, Embeddings):
    """LangChain's ``Embeddings`` over ``encoder``; itself an encoder of the same name, dimension and digest."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimension, self.digest = encoder.name, encoder.dimension, encoder.digest
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts`` as documents, float32 [n, d]."""
        return self._encoder.encode(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts`` as questions, float32 [n, d]."""
        return self._encoder.encode_queries(texts)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return ``encode(texts)`` as lists."""
        vectors: list[list[float]] = self.encode(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of one question as a list."""
        vector: list[float] = self.encode_queries([text])[0].tolist()
        return vector


def load_embedder(name: str | Path | None = None) -> Embedder:
    """Return the model called ``name``, as ``load_encoder`` takes it; raises EmbedderError where it cannot be had."""
    return Embedder(load_encoder(name))
