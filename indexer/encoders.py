"""Encoders, what turns texts into vectors: the shipped static model, or a sentence-transformers one on this machine.

Nothing here opens a connection: a hub name is looked up in the local cache only. LangChain is not needed here, so a
question is answered without importing it; ``indexer.embedder`` makes an encoder LangChain's ``Embeddings``.
"""

from __future__ import annotations

import hashlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from indexer.static_model import (
    EmbedderError,
    StaticModel,
    combined_digest,
    is_static_model,
    load_model,
    unit_rows,
)

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["SHIPPED", "SHIPPED_FOLDER", "EmbedderError", "Encoder", "load_encoder"]

SHIPPED = "wenzheng-static"
"""The name of the model in ``indexer/model/``."""
SHIPPED_FOLDER = Path(__file__).parent / "model"
_LOAD_FAILURES = (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, ImportError, SafetensorError)
"""What sentence-transformers, transformers, torch and safetensors raise for a model that is absent or broken."""


class Encoder(ABC):
    """A model that turns texts into unit vectors, with what a bundle must know to be queried by the same one.

    ``digest`` is ``sha256:…`` over the model's files.
    """

    name: str
    dimension: int
    digest: str

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts`` as documents, float32 [n, d]: of length one or, without content, zero."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts`` as questions; the same as ``encode`` unless the model tells them apart."""
        return self.encode(texts)


class StaticEncoder(Encoder):
    """An encoder over a static model; needs neither torch nor transformers."""

    def __init__(self, name: str, model: StaticModel, digest: str) -> None:
        self.name, self.dimension, self.digest = name, model.dimension, digest
        self._model = model

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts``, float32 [n, d]."""
        return self._model.encode(texts)


class TransformerEncoder(Encoder):
    """An encoder over a sentence-transformers model, with its own prompts for questions and documents."""

    def __init__(self, name: str, model: SentenceTransformer, digest: str) -> None:
        dimension = model.get_embedding_dimension()
        if not dimension:
            raise EmbedderError(f"embedding model {name!r} does not tell its dimension; choose another model")
        self.name, self.dimension, self.digest = name, dimension, digest
        self._model = model

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts``, float32 [n, d]."""
        return self._unit(self._model.encode_document(list(texts), show_progress_bar=False), len(texts))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of ``texts`` with the model's prompt for questions, float32 [n, d]."""
        return self._unit(self._model.encode_query(list(texts), show_progress_bar=False), len(texts))

    def _unit(self, rows: NDArray[np.float32], count: int) -> NDArray[np.float32]:
        return unit_rows(np.nan_to_num(np.asarray(rows, np.float32).reshape(count, self.dimension)))


def load_encoder(name: str | Path | None = None) -> Encoder:
    """Return the encoder called ``name``; raises EmbedderError where it cannot be had.

    None, "" and "wenzheng-static" mean the shipped model. Anything else is a folder (of a sentence-transformers
    model, or of one that ``python -m indexer.training train`` wrote), or a hub name in the local Hugging Face cache.
    """
    if name is None or str(name) in ("", SHIPPED):
        return _load_static(SHIPPED, SHIPPED_FOLDER, "restore it (git checkout indexer/model) or reinstall wenzheng")
    folder = Path(name).expanduser()
    if is_static_model(folder):
        return _load_static(str(name), folder, "train it anew (python -m indexer.training train)")
    if not folder.is_dir() and (isinstance(name, Path) or _looks_like_path(name)):
        raise EmbedderError(
            f"embedding model {str(name)!r}: no such folder; name the folder of a sentence-transformers model"
        )
    return _load_transformer(str(name), folder)


def _load_static(name: str, folder: Path, fix: str) -> Encoder:
    try:
        return StaticEncoder(name, *load_model(folder))
    except EmbedderError as error:
        raise EmbedderError(f"embedding model {name!r}: {error}; {fix}") from error


def _looks_like_path(name: str) -> bool:
    """Tell a path from a hub name, which is ``model`` or ``owner/model``."""
    return name.startswith((".", "~", os.sep)) or name.count("/") > 1 or "\\" in name or Path(name).exists()


def _load_transformer(name: str, folder: Path) -> Encoder:
    # The hub client reads this when it is first imported; without it some loaders ask the hub even for local files.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    fix = "check the folder" if folder.is_dir() else "download the model to a folder and name that folder"
    try:
        # Before the import below, which takes seconds.
        source = folder if folder.is_dir() else _cached_snapshot(name)
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(source), local_files_only=True)
        return TransformerEncoder(name, model, _folder_digest(source))
    except _LOAD_FAILURES as error:
        reason = shorten(str(error), 160, placeholder=" …") or type(error).__name__
        raise EmbedderError(f"embedding model {name!r} cannot be loaded: {fix} ({reason})") from error


def _cached_snapshot(name: str) -> Path:
    """Return the folder of a hub model in the local cache; raises OSError or ValueError where it is not there."""
    from huggingface_hub import snapshot_download

    owner = "" if "/" in name else "sentence-transformers/"
    return Path(snapshot_download(f"{owner}{name}", local_files_only=True))


def _folder_digest(folder: Path) -> str:
    return combined_digest((path.relative_to(folder).as_posix(), _file_hash(path)) for path in _model_files(folder))


def _model_files(folder: Path) -> Iterator[Path]:
    """Yield the files that make a model what it is: not its card, not hidden files."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and path.suffix.lower() != ".md":
            yield path


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
