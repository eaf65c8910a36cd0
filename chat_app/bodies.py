"""A cap on the bodies of requests that counts what really arrives, and how long it takes."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.problems import problem

MAX_BODY = 64 * 1024
PATIENCE = 20.0
"""Seconds in which a request must have arrived."""


class BodyCap:
    """Read a request's body before it is passed on, and refuse it as soon as it is known to pass MAX_BODY.

    FastAPI's own ``max_body_size`` answers in English plain text, ours in the form of all other errors.
    """

    def __init__(self, app: ASGIApp, patience: float = PATIENCE) -> None:
        self._app = app
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it: with 413 if it is too large, with 408 if it does not come."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = 413
        try:
            async with asyncio.timeout(self._patience):
                body = await _read_body(scope, receive)
        except TimeoutError:
            body, refused = None, 408
        if body is None:
            await problem(refused, headers={"Connection": "close"})(scope, receive, send)
        else:
            await self._app(scope, _replay(body, receive), send)


async def _read_body(scope: Scope, receive: Receive) -> bytes | None:
    """Return the whole body, or None as soon as it is known to be too large."""
    declared = Headers(scope=scope).get("content-length", "0")
    if declared.isdigit() and int(declared) > MAX_BODY:
        return None
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return b""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a receive that gives the body that was read, then whatever comes after it."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
