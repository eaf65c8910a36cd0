"""What stands between the network and the app: allowed paths, a cap on bodies, security headers.

Plain ASGI, so that streams pass through unbuffered.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from fnmatch import fnmatchcase

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.problems import problem

MAX_BODY = 64 * 1024
NONCE = "wenzheng.nonce"  # the scope key under which the page finds the nonce of its scripts

# All that the page needs of Gradio. Everything else of it (uploads, file proxy, monitoring, API description, code
# editing …) is shut, also what a later version may add.
_OPEN = re.compile(
    r"/|/api/.*|/web/.*|/healthz|/readyz|/favicon\.ico"
    r"|/theme\.css|/assets/[\w.-]+|/static/(js|fonts|img)/[\w./-]+"
    r"|/gradio_api/(queue/(join|data)|heartbeat/\w+|app_id|reset|cancel|startup-events)/?",
    re.ASCII,
)

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PORT = re.compile(r":\d+\Z")

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=()",
}


def content_policy(nonce: str) -> str:
    """Return the Content-Security-Policy: everything from our own origin, scripts only with the nonce."""
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-src 'none'; media-src 'self' blob:; worker-src 'self' blob:; frame-ancestors 'self'"
    )


class Guard:
    """Refuse what no visitor needs, and give every response its security headers.

    ``hosts`` are the names that the site may be asked for by, ``*`` standing for anything. Where none are given, a
    connection to the machine's own loopback address is held to its own names, so that no other site's name can be made
    to lead a visitor's browser here.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = tuple(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope[NONCE] = nonce

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers["Content-Security-Policy"] = content_policy(nonce)
            await send(message)

        if not self._accepts(scope):
            refusal = problem(
                400, "这个网址不对，请从官方网站进入。（管理员：请在 WENZHENG_TRUSTED_HOSTS 里加上本站域名。）"
            )
        elif not _OPEN.fullmatch(scope["path"]):
            refusal = problem(404)
        elif (body := await _read_body(scope, receive)) is None:
            refusal = problem(413, headers={"Connection": "close"})
        else:
            await self._app(scope, _replay(body, receive), send_guarded)
            return
        await refusal(scope, receive, send_guarded)

    def _accepts(self, scope: Scope) -> bool:
        name = _PORT.sub("", Headers(scope=scope).get("host", "")).strip("[]").lower()
        if not self._hosts and (scope.get("server") or ("",))[0] not in _LOOPBACK:
            return True
        return name in _LOOPBACK or any(fnmatchcase(name, host.lower()) for host in self._hosts)


async def _read_body(scope: Scope, receive: Receive) -> bytes | None:
    """Read the request's body, counting what really arrives; None as soon as it is known to pass MAX_BODY.

    FastAPI's own ``max_body_size`` answers in English plain text, ours in the form of all other errors.
    """
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
