"""How much each word counts in a text's vector."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ASKING = """
怎么 咋 怎样 怎么样 怎么办 如何 什么 啥 为什么 为啥 多少 几 谁 哪 哪些 哪个 哪里
有没有 是不是 是否 吗 呢 吧 么 嘛 请问 告诉
"""
QUESTION_WORDS = frozenset(_ASKING.split())
"""Words that ask but say nothing of what is asked about. News and reports hardly ask: there they are rare, and rarity
alone would make them the weightiest words of a question."""


def word_weights(
    counts: NDArray[np.int64], entries: Sequence[str], sif: float, question_weight: float
) -> NDArray[np.float32]:
    """Return sif/(sif + p) a row, p its share of ``counts`` [rows] (Arora et al. 2017), float32 [rows]; 0 for row 0.

    ``entries[i]`` belongs to row ``i + 1``; question words keep ``question_weight`` of their weight.
    """
    weights = sif / (sif + counts / max(counts.sum(), 1))
    weights[0] = 0
    asks = np.array([False, *(entry in QUESTION_WORDS for entry in entries)])
    weights[asks] *= question_weight
    return np.asarray(weights, np.float32)
