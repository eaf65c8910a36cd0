"""Gradio's scripts and styles, packed once and kept in memory, and by browsers for good.

Gradio reads and compresses each of some fifty files anew for every visitor, and lets browsers ask for all of them again
at every visit. Their names hold a digest of what is in them, so neither is needed.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ASSET = re.compile(r"/assets/[\w.-]+", re.ASCII)
_FOR_GOOD = "public, max-age=31536000, immutable"
_MOST, _LARGEST = 256, 512 * 1024
"""Files that are kept, and bytes that one of them may have: the page loads fifty, of 0.3 MB together."""


class Shelf:
    """Answer for ``/assets/`` from memory what was answered before."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[tuple[str, str], tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope["type"] != "http" or not _ASSET.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        if scope["method"] != "GET" or "range" in asked:
            await self._app(scope, receive, send)
            return
        key = (scope["path"], _packing(asked.get("accept-encoding", "")))
        if key not in self._kept:
            await self._app(scope, receive, _Copy(self._kept, key, send))
            return
        start, body = self._kept[key]
        await send({**start, "headers": list(start["headers"])})  # who sends it adds headers of this request
        await send({"type": "http.response.body", "body": body})


class _Copy:
    """Sends a response on and keeps it when it is complete."""

    def __init__(self, kept: dict[tuple[str, str], tuple[Message, bytes]], key: tuple[str, str], send: Send) -> None:
        self._kept, self._key, self._send = kept, key, send
        self._start: Message = {}
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if message["status"] == 200:
                MutableHeaders(scope=message)["Cache-Control"] = _FOR_GOOD
            self._start = {**message, "headers": list(message["headers"])}
        elif message["type"] == "http.response.body" and len(self._body) <= _LARGEST:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                self._keep()
        await self._send(message)

    def _keep(self) -> None:
        if self._start["status"] == 200 and len(self._body) <= _LARGEST and len(self._kept) < _MOST:
            headers = MutableHeaders(raw=self._start["headers"])
            headers["Content-Length"] = str(len(self._body))
            self._kept[self._key] = (self._start, bytes(self._body))


def _packing(accepted: str) -> str:
    """Return which packing a browser gets; Gradio knows these two."""
    return next((name for name in ("br", "gzip") if name in accepted), "")
