"""A limit on how often one visitor may ask."""

from __future__ import annotations

import logging
import math
import re
import secrets
import time
from collections.abc import Sequence
from hashlib import blake2b

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from chat_app.peers import Network, Peers
from chat_app.problems import JSONText, problem

MOST_VISITORS = 10_000
"""Visitors that are counted at once; more come only in an attack from many addresses, which no such limit holds off."""

_JOIN = "/gradio_api/queue/join"
_LIMITED = re.compile(rf"/api/(ask(/stream)?|feedback)|{_JOIN}/?")
_LOG = logging.getLogger(__name__)


class Limiter:
    """Counts the requests of each visitor over sliding windows, in memory that does not grow beyond a bound.

    ``rate`` is in the notation of the limits library, for example ``60/minute`` or ``10/second;500/day``.
    """

    def __init__(self, rate: str) -> None:
        self._limits: Sequence[RateLimitItem] = parse_many(rate)
        self._secret = secrets.token_bytes(16)
        self._begin()

    def _begin(self) -> None:
        self._storage = MemoryStorage()
        self._windows = SlidingWindowCounterRateLimiter(self._storage)

    def seconds_to_wait(self, visitor: bytes) -> int:
        """Count one request of a visitor; returns 0 if it may pass, else after how many seconds to try again."""
        # No address is kept: what stands for it means nothing without a secret that dies with the process.
        name = blake2b(visitor, key=self._secret, digest_size=8).hexdigest()
        if len(self._storage.storage) > MOST_VISITORS * len(self._limits):
            _LOG.warning("more than %d visitors within one window of the rate limit: counting anew", MOST_VISITORS)
            self._begin()  # not storage.reset(), which its own thread may meet half done
        for limit in self._limits:
            if not self._windows.hit(limit, name):
                opens = self._windows.get_window_stats(limit, name).reset_time
                return max(1, math.ceil(opens - time.time()))
        return 0


class RateLimit:
    """Refuse with 429 what a visitor asks beyond ``rate``; all else, pages and health among it, is not counted."""

    def __init__(self, app: ASGIApp, rate: str, proxies: Sequence[Network]) -> None:
        self._app = app
        self._limiter = Limiter(rate)
        self._peers = Peers(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        wait = 0
        if scope["type"] == "http" and scope["method"] == "POST" and _LIMITED.fullmatch(scope["path"]):
            wait = self._limiter.seconds_to_wait(self._peers.visitor(scope))
        await (_refusal(wait, scope["path"]) if wait else self._app)(scope, receive, send)


def _refusal(wait: int, path: str) -> JSONText:
    message = f"您问得太快了，请过{_pause(wait)}再问一次。"
    # Gradio's own script shows what it finds under `detail`; the page takes it over from there.
    shown = {"detail": message} if path.startswith(_JOIN) else {}
    return problem(429, message, {"Retry-After": str(wait)}, **shown)


def _pause(seconds: int) -> str:
    if seconds < 100:
        return f"{seconds}秒"
    minutes = math.ceil(seconds / 60)
    return f"{minutes}分钟" if minutes < 100 else f"{math.ceil(minutes / 60)}小时"
