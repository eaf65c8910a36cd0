"""Coroutines in tests: on a thread of their own, since Playwright keeps a running loop on the main one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

Returned = TypeVar("Returned")


def run_apart(function: Callable[..., Awaitable[Returned]], *arguments: object) -> Returned:
    """Run an async function to its end and return what it returns."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, function, *arguments).result()
