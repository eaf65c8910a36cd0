"""The static embedding model on disk and in memory: one vector a token, a text is the sum of its tokens' vectors.

The folder holds ``model.safetensors``, ``tokenizer.json`` and ``config.json``. The tensors follow model2vec's layout
(``embeddings`` int8 [rows, d], ``mapping`` int32 [tokens], ``weights`` float32 [tokens]): the vector of token ``t`` is
``weights[t] * embeddings[mapping[t]]``, so that several spellings of a word share one row. Token 0 is the unknown
token; its vector is zero. Needs numpy, safetensors and tokenizers only: no torch, no transformers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save
from tokenizers import Tokenizer

from indexer.corpus import IndexerError

FORMAT = "wenzheng-static/1"
CONFIG, TENSORS, TOKENIZER = "config.json", "model.safetensors", "tokenizer.json"
_TEXTS_AT_ONCE = 1024
_FEW = 8
"""Texts up to which one thread is quicker than the tokenizer's own: those sleep between questions."""
_PIECE = 1024
"""Tokens summed at once: a piece of float32 vectors (1 MiB at d 256) stays in the processor's cache."""


class EmbedderError(IndexerError):
    """An embedding model that cannot be had; the message names the model and the fix."""


@dataclass(frozen=True, slots=True, eq=False)
class StaticModel:
    """A tokenizer and its quantised vectors, as described at the top of this module."""

    tokenizer: Tokenizer
    embeddings: NDArray[np.int8]
    mapping: NDArray[np.int32]
    weights: NDArray[np.float32]

    def __post_init__(self) -> None:
        tokens = self.tokenizer.get_vocab_size()
        if self.embeddings.ndim != 2 or self.embeddings.dtype != np.int8:
            raise EmbedderError(f"embeddings: {self.embeddings.dtype} {self.embeddings.shape}, not int8 [rows, d]")
        if self.mapping.shape != (tokens,) or self.weights.shape != (tokens,):
            raise EmbedderError(f"{self.mapping.size} row numbers and {self.weights.size} weights for {tokens} tokens")
        if tokens and not 0 <= int(self.mapping.min()) <= int(self.mapping.max()) < len(self.embeddings):
            raise EmbedderError(f"the mapping points outside the {len(self.embeddings)} rows")
        if not bool(np.isfinite(self.weights).all()):
            raise EmbedderError("the weights are not finite")

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.embeddings.shape[1])

    def vectors(self, tokens: NDArray[np.int64] | slice = slice(None)) -> NDArray[np.float32]:
        """Return the vectors of ``tokens`` as float32 [n, d]; of all tokens by default."""
        scaled = self.embeddings[self.mapping[tokens]].astype(np.float32)
        scaled *= self.weights[tokens, None]
        return scaled

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the unit vectors of ``texts``, float32 [n, d]; a zero row for a text without a known token.

        A text's vector does not depend on the texts around it, down to the last bit.
        """
        sums = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            batch = self._tokens(texts[start : start + _TEXTS_AT_ONCE])
            self._add(batch, sums[start : start + len(batch)])
        return unit_rows(sums)

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        # A lone surrogate (broken JSON input) has no UTF-8 form, and the tokenizer refuses it.
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        if len(clean) <= _FEW:
            return [self.tokenizer.encode(text, add_special_tokens=False).ids for text in clean]
        return [encoding.ids for encoding in self.tokenizer.encode_batch_fast(clean, add_special_tokens=False)]

    def _add(self, batch: list[list[int]], sums: NDArray[np.float32]) -> None:
        for owners, starts, tokens in _blocks(batch):
            # Not fancy "+=": a long text's pieces may share a block, and each of them counts.
            np.add.at(sums, owners, np.add.reduceat(self.vectors(tokens), starts, axis=0))


def _blocks(batch: list[list[int]]) -> Iterator[tuple[list[int], list[int], NDArray[np.int64]]]:
    """Yield (text numbers, their starts, tokens) of about ``_PIECE`` tokens; longer texts come in several pieces."""
    owners: list[int] = []
    starts: list[int] = []
    tokens: list[int] = []
    for owner, ids in enumerate(batch):
        for first in range(0, len(ids), _PIECE):
            owners.append(owner)
            starts.append(len(tokens))
            tokens += ids[first : first + _PIECE]
            if len(tokens) >= _PIECE:
                yield owners, starts, np.array(tokens, np.int64)
                owners, starts, tokens = [], [], []
    if tokens:
        yield owners, starts, np.array(tokens, np.int64)


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return ``rows`` [n, d] at length one; a zero row stays zero."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)


def save_model(model: StaticModel, folder: Path, about: Mapping[str, Any]) -> None:
    """Write ``model`` into the existing ``folder``; ``about`` (recipe, data) is added to its config.json."""
    tensors: dict[str, NDArray[Any]] = {
        "embeddings": model.embeddings,
        "mapping": model.mapping,
        "weights": model.weights,
    }
    contents = {TENSORS: save(tensors), TOKENIZER: model.tokenizer.to_str(pretty=False).encode()}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    config = {"format": FORMAT, "dimension": model.dimension, "files": hashes, **about}
    (folder / CONFIG).write_text(
        json.dumps(config, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
    )


def load_model(folder: Path) -> tuple[StaticModel, str]:
    """Read a model and its digest (over tensors and tokenizer); raises EmbedderError for missing or damaged files."""
    config = _read_config(folder)
    contents = {name: _read(folder / name) for name in (TENSORS, TOKENIZER)}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    for name, found in hashes.items():
        if config.get("files", {}).get(name) != found:
            raise EmbedderError(f"{folder / name} is damaged (its SHA-256 is not the one in {CONFIG})")
    try:
        tensors = load(contents[TENSORS])
        model = StaticModel(
            Tokenizer.from_buffer(contents[TOKENIZER]), tensors["embeddings"], tensors["mapping"], tensors["weights"]
        )
    except (SafetensorError, KeyError, ValueError) as error:
        raise EmbedderError(f"{folder} is damaged ({error})") from error
    return model, combined_digest(hashes.items())


def is_static_model(folder: Path) -> bool:
    """Tell whether ``folder`` holds a model of this format (whole or damaged)."""
    try:
        return bool(_read_config(folder))
    except EmbedderError:
        return False


def combined_digest(hashes: Iterable[tuple[str, str]]) -> str:
    """Return ``sha256:…`` over (file name, file hash) pairs, in the order of the names."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"


def _read_config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads(_read(folder / CONFIG))
    except ValueError as error:
        raise EmbedderError(f"{folder / CONFIG} is damaged ({error})") from error
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        raise EmbedderError(f"{folder / CONFIG} does not say format {FORMAT!r}")
    return config


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EmbedderError(f"{path} cannot be read ({error.strerror})") from error
