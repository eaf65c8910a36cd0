"""Texts that belong together draw the vectors of their words together, and weights learn which words count.

Symmetric InfoNCE (van den Oord et al. 2018) over exp(s)·U: U [rows, d] starts as the factorised vectors, s [rows] as
the logarithms of their weights. The others of a batch are the wrong answers, so all its pairs come from one source:
news among reports would be too easily told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from indexer.training.bars import bar
from indexer.training.recipe import Recipe
from indexer.training.sources import SHARES, Source, TextPair

_LONGEST = 160
"""Tokens of a text that are read."""
_BETAS = (0.9, 0.99)


@dataclass(frozen=True, slots=True, eq=False)
class Contrasted:
    """Vectors with their weights in them, float32 [rows, d], and what each step took pairs from and lost (nats)."""

    vectors: NDArray[np.float32]
    losses: tuple[tuple[str, float], ...]

    def mean_losses(self) -> dict[str, tuple[float, float]]:
        """Return the mean loss of the first and the last quarter of each source's steps."""
        by_source: dict[str, list[float]] = {}
        for name, loss in self.losses:
            by_source.setdefault(name, []).append(loss)
        quarters = {name: (losses, max(1, len(losses) // 4)) for name, losses in by_source.items()}
        return {
            name: (float(np.mean(losses[:part])), float(np.mean(losses[-part:])))
            for name, (losses, part) in quarters.items()
        }


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """Turns texts into the rows of their known tokens, as encoding does."""

    tokenizer: Tokenizer
    mapping: NDArray[np.int32]

    def rows(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """Return the rows of the first tokens of each text, without those of unknown ones."""
        found = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [(rows := self.mapping[encoding.ids[:_LONGEST]])[rows > 0] for encoding in found]


def contrast(
    vectors: NDArray[np.float32],
    weights: NDArray[np.float32],
    reader: Reader,
    sources: Mapping[str, Source],
    recipe: Recipe,
    *,
    progress: bool = True,
) -> Contrasted:
    """Return ``vectors`` [rows, d], times their ``weights`` [rows], after ``recipe.steps`` steps over ``sources``.

    Rows that no text holds stay as they are. The same arguments on the same machine give the same bits.
    """
    generator = np.random.default_rng(recipe.seed)
    names = sorted(sources) if recipe.steps else []
    shares = np.array([SHARES[name] for name in names])
    turns = generator.choice(names, recipe.steps, p=shares / shares.sum()) if names else ()
    directions = torch.nn.Parameter(torch.tensor(vectors))
    logarithms = torch.nn.Parameter(torch.tensor(np.log(np.where(weights > 0, weights, 1))[:, None]).float())
    optimizer = torch.optim.Adam(
        [{"params": [directions], "peak": recipe.vector_rate}, {"params": [logarithms], "peak": recipe.weight_rate}],
        betas=_BETAS,
        fused=True,
    )
    for parameter in (directions, logarithms):
        parameter.grad = torch.zeros_like(parameter)
    losses: list[tuple[str, float]] = []
    with _one_thread():
        for step, name in enumerate(bar(turns, "steps", progress)):
            pairs = sources[name].draw(recipe.batch, generator)
            loss = _backward(directions, logarithms, pairs, reader, recipe.scale)
            pace = _pace(step, recipe)
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * pace
            optimizer.step()
            losses.append((str(name), loss))
    table = (directions * logarithms.exp()).detach().numpy()
    return Contrasted(np.where(weights[:, None] > 0, table, np.float32(0)), tuple(losses))


def _backward(
    directions: torch.Tensor, logarithms: torch.Tensor, pairs: Sequence[TextPair], reader: Reader, scale: float
) -> float:
    """Return the loss of a batch, and put its gradients into those of the two parameters.

    Only the rows that the batch holds are worked on: anew at each step, arrays of all rows would take most of the time.
    """
    texts = [reader.rows([pair[side] for pair in pairs]) for side in (0, 1)]
    rows, tokens = np.unique(np.concatenate([*texts[0], *texts[1]]), return_inverse=True)
    at = torch.from_numpy(rows.astype(np.int64))
    parts = [parameter.detach()[at].requires_grad_() for parameter in (directions, logarithms)]
    starts = np.cumsum([0, *(len(text) for side in texts for text in side)])[:-1]
    sums = functional.embedding_bag(
        torch.from_numpy(tokens), parts[0] * parts[1].exp(), torch.from_numpy(starts), mode="sum"
    )
    loss = _loss(functional.normalize(sums, eps=1e-6), pairs, scale)
    loss.backward()  # type: ignore[no-untyped-call]
    for parameter, part in zip((directions, logarithms), parts, strict=True):
        if parameter.grad is not None and part.grad is not None:
            parameter.grad.zero_().index_copy_(0, at, part.grad)
    return loss.item()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Keep torch to one thread: the sums then do not depend on how many cores there are, and two gain little."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _pace(step: int, recipe: Recipe) -> float:
    """Return what part of its highest value the learning rate has at ``step``: up to 1, then down towards 0."""
    rest = recipe.steps - recipe.warm_up
    return min((step + 1) / recipe.warm_up, (recipe.steps - step) / rest if rest > 0 else 1)


def _loss(vectors: torch.Tensor, pairs: Sequence[TextPair], scale: float) -> torch.Tensor:
    """Return the mean of how badly left texts find their right ones, and right texts their left ones.

    ``vectors`` [2n, d] are those of the left texts and then of the right ones.
    """
    scores = scale * vectors[: len(pairs)] @ vectors[len(pairs) :].T
    # A text that stands in two pairs is no wrong answer to the other.
    same = _same(left for left, _ in pairs) | _same(right for _, right in pairs)
    scores = scores.masked_fill(torch.from_numpy(same), -torch.inf)
    own = torch.arange(len(pairs))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def _same(texts: Iterable[str]) -> NDArray[np.bool_]:
    """Return which texts are equal to which others, bool [n, n]."""
    numbers: dict[str, int] = {}
    ids = np.array([numbers.setdefault(text, len(numbers)) for text in texts])
    same = np.equal(ids[:, None], ids[None, :])
    np.fill_diagonal(same, False)
    return np.asarray(same, np.bool_)
