"""What a LangChain tutorial builds: 500-character chunks with 50 of overlap, the same embedder, a flat index, top 4."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.baselines.quoting import Chunk, Quoting
from indexer.corpus import Report
from indexer.embedder import Embedder
from indexer.encoders import Encoder

CHUNK, OVERLAP, TOP = 500, 50, 4


class PlainLangChain(Quoting):
    """RecursiveCharacterTextSplitter and a flat FAISS index; nothing knows of headings, years or figures."""

    def __init__(self, reports: Sequence[Report], embedder: Encoder) -> None:
        import faiss

        self.name = "plain LangChain"
        self._embedder = Embedder(embedder)
        self._chunks = split_reports(reports)
        vectors = np.asarray(self._embedder.embed_documents([chunk.text for chunk in self._chunks]), dtype=np.float32)
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def rank(self, question: str, limit: int) -> Sequence[tuple[Chunk, float]]:
        """Return the nearest chunks, four at most."""
        vector = np.asarray([self._embedder.embed_query(question)], dtype=np.float32)
        scores, rows = self._index.search(vector, min(limit, TOP, len(self._chunks)))
        return [(self._chunks[row], float(score)) for row, score in zip(rows[0], scores[0], strict=True)]


def split_reports(reports: Sequence[Report]) -> list[Chunk]:
    """Return the chunks of ``reports`` with their offsets."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    chunks = []
    for report in reports:
        for document in splitter.create_documents([report.text]):
            start = document.metadata["start_index"]
            text = document.page_content
            chunks.append(Chunk(report.id, start, start + len(text), text))
    return chunks
