"""Progress bars of the training's steps."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

_T = TypeVar("_T")


def bar(items: Iterable[_T], what: str, progress: bool) -> Iterable[_T]:
    """Return ``items``, with a bar on standard error that moves as they are taken where ``progress`` is wanted."""
    counted: Iterable[_T] = tqdm(items, desc=what, disable=not progress, file=sys.stderr, mininterval=1.0)
    return counted
