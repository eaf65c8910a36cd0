"""How sure the numbers are: intervals over questions that share evidence, and tests of one system against another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
_SEED = 20221231


def interval(values: Sequence[float], clusters: Sequence[int], *, share: bool) -> tuple[float, float]:
    """Return the 95 % interval of a mean: bootstrap over clusters, percentile method.

    Questions on the same sentences succeed or fail together, so whole clusters are drawn. A ``share`` that is 0 or 1
    gets Wilson's interval, since a bootstrap cannot leave such a value. Raises ValueError without values.
    """
    if not values:
        raise ValueError("no interval of no values; leave the measure out")
    data = np.asarray(values, dtype=float)
    if share and data.min() == data.max() and data[0] in (0.0, 1.0):
        return _wilson(int(data.sum()), len(data))
    _, members = np.unique(np.asarray(clusters), return_inverse=True)
    sums = np.bincount(members, weights=data)
    sizes = np.bincount(members)
    draws = _draws(len(sums))
    means = (draws @ sums) / (draws @ sizes)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(low), float(high)


def mcnemar(one: Sequence[bool], other: Sequence[bool]) -> float:
    """Return the two-sided exact p-value of McNemar's test on paired right/wrong marks; 1.0 where none differ."""
    from scipy.stats import binomtest

    fixed = sum(not a and b for a, b in zip(one, other, strict=True))
    broken = sum(a and not b for a, b in zip(one, other, strict=True))
    return float(binomtest(fixed, fixed + broken, 0.5).pvalue) if fixed + broken else 1.0


def permutation(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the two-sided p-value of a paired permutation test on the mean; 1.0 where none or one differs."""
    from scipy.stats import permutation_test

    differences = np.asarray(other, dtype=float) - np.asarray(one, dtype=float)
    differences = differences[differences != 0]
    if len(differences) < 2:  # one difference alone falls either way
        return 1.0
    found = permutation_test(
        (differences,),
        lambda x, axis: np.sum(x, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=9999,
        rng=np.random.default_rng(_SEED),
    )
    return float(found.pvalue)


def holm(pvalues: Mapping[str, float]) -> dict[str, float]:
    """Return the p-values adjusted for being several (Holm 1979), in the order given."""
    adjusted, highest = {}, 0.0
    for place, name in enumerate(sorted(pvalues, key=lambda name: pvalues[name])):
        highest = max(highest, min(1.0, pvalues[name] * (len(pvalues) - place)))
        adjusted[name] = highest
    return {name: adjusted[name] for name in pvalues}


def _wilson(successes: int, trials: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    found = binomtest(successes, trials).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def _draws(clusters: int) -> NDArray[np.float64]:
    """Return how often each cluster is drawn, the same for every measure: float64 [resamples, clusters]."""
    generator = np.random.default_rng(_SEED)
    return generator.multinomial(clusters, np.full(clusters, 1 / clusters), size=RESAMPLES).astype(float)
