"""Names for visitors that tell two of them apart for a while and say nothing else of them.

A name is made from the network address with a secret that dies with the process and is changed every week. What is
written down is not that name either, but a mark made of it and of what was asked: so what one visitor asks is not
joined together, and nobody can be found again.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from hashlib import blake2b

from starlette.types import ASGIApp, Receive, Scope, Send

from chat_app.peers import Network, Peers

_VISITOR = "wenzheng.visitor"
_WEEK = 7 * 86_400


class Visits:
    """Name the visitor of each request, for ``visitor_of``."""

    def __init__(self, app: ASGIApp, proxies: Sequence[Network], clock: Callable[[], float] = time.time) -> None:
        self._app, self._peers, self._clock = app, Peers(proxies), clock
        self._week = -1
        self._secret = self._epoch = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and (address := self._peers.visitor(scope)):
            scope[_VISITOR] = self._name(address)
        await self._app(scope, receive, send)

    def _name(self, address: bytes) -> str:
        week = int(self._clock()) // _WEEK
        if week != self._week:
            self._week, self._secret, self._epoch = week, secrets.token_bytes(32), secrets.token_bytes(4)
        return f"{self._epoch.hex()}.{blake2b(address, key=self._secret, digest_size=16).hexdigest()}"


def visitor_of(scope: Scope) -> str:
    """Return the name of a request's visitor, ``""`` where the address is unknown."""
    return str(scope.get(_VISITOR, ""))


def mark(visitor: str, *about: str) -> str:
    """Return what stands for a visitor together with what it is ``about``, ``""`` for an unknown visitor.

    Marks compare only among those of one secret: what stands before the point tells which.
    """
    if not visitor:
        return ""
    epoch = visitor.partition(".")[0]
    return f"{epoch}.{blake2b(chr(0).join((visitor, *about)).encode(errors='replace'), digest_size=8).hexdigest()}"
