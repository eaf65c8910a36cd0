"""A static model → a sentence-transformers folder, which any framework that reads those can load."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from indexer.static_model import StaticModel


def export(model: StaticModel, folder: Path) -> None:
    """Write ``model`` into ``folder`` as float32 ``StaticEmbedding`` + ``Normalize``.

    float32, because sentence-transformers 6.2 turns weighted int8 rows back to int8 when it loads them.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    # A copy, because StaticEmbedding changes the padding of the tokenizer it is given.
    tokenizer = Tokenizer.from_str(model.tokenizer.to_str())
    static = StaticEmbedding(tokenizer, embedding_weights=np.ascontiguousarray(model.vectors()))
    SentenceTransformer(modules=[static, Normalize()], device="cpu").save(str(folder), create_model_card=False)
