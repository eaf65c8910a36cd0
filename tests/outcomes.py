"""Outcomes of questions of one set, right unless a failure is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.outcomes import Outcome


def outcome(
    name: str,
    failure: str | None = None,
    detail: Mapping[str, Any] | None = None,
    *,
    confidence: float = 0.9,
    rr: float = 0.5,
) -> Outcome:
    right = float(failure is None)
    scores = dict.fromkeys(("right", "right_cited", "selective"), right)
    scores |= {"penalised": 2 * right - 1, "rr": rr, "success_1": rr}
    return Outcome(
        name, "town", "dev", "number", True, "answered", confidence, 0, scores, failure, ("typo",), detail=detail or {}
    )
