"""What stands between the network and the app: whom requests may come from, allowed paths, security headers.

Plain ASGI, so that streams pass through unbuffered.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.origins import Origins
from chat_app.problems import JSONText, problem

NONCE = "wenzheng.nonce"  # the scope key under which the page finds the nonce of its scripts

# All that the page needs of Gradio. Everything else of it (uploads, file proxy, monitoring, API description, code
# editing …) is shut, also what a later version may add.
_OPEN = re.compile(
    r"/|/api/.*|/web/.*|/widget\.js|/demo|/healthz|/readyz|/favicon\.ico"
    r"|/theme\.css|/assets/[\w.-]+|/static/(js|fonts|img)/[\w./-]+"
    r"|/gradio_api/(queue/(join|data)|heartbeat/\w+|app_id|reset|cancel|startup-events)/?",
    re.ASCII,
)

_EMBEDDED = "/widget.js"  # what a page of another origin may load as its own
# Gradio would build the page's addresses from these, which anyone can send. The host is what ``Host`` says.
_FORWARDED = (b"forwarded", b"x-forwarded-host", b"x-forwarded-proto")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PORT = re.compile(r":\d+\Z")

_WRONG_HOST = "这个网址不对，请从官方网站进入。（管理员：请在 WENZHENG_TRUSTED_HOSTS 里加上本站域名。）"
_WRONG_ORIGIN = (
    "这个网站还没有获准接入问政，请到官方网站提问。（管理员：请在 WENZHENG_PORTAL_ORIGINS 里加上这个网站的网址。）"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=()",
}


def content_policy(nonce: str, portals: Iterable[str] = ()) -> str:
    """Return the Content-Security-Policy: all from our own origin, scripts by nonce, framed by us and ``portals``."""
    framed_by = " ".join(("'self'", *portals))
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-src 'none'; media-src 'self' blob:; worker-src 'self' blob:; "
        f"frame-ancestors {framed_by}"
    )


class Guard:
    """Refuse what no visitor needs, and give every response its security headers.

    ``hosts`` are the names that the site may be asked for by, ``*`` standing for anything. Where none are given, a
    connection to the machine's own loopback address is held to its own names, so that no other site's name can be made
    to lead a visitor's browser here.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str], portals: Sequence[str]) -> None:
        self._app = app
        self._hosts = tuple(hosts)
        self._portals = tuple(portals)
        self._origins = Origins(portals)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["headers"] = [header for header in scope["headers"] if header[0] not in _FORWARDED]
        nonce = secrets.token_urlsafe(16)
        scope[NONCE] = nonce

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                shared = scope["path"] == _EMBEDDED
                headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
                # The demo brings a policy of its own, a stricter one.
                headers.setdefault("Content-Security-Policy", content_policy(nonce, self._portals))
            await send(message)

        await (self._refusal(scope) or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> JSONText | None:
        headers = Headers(scope=scope)
        if not self._accepts(scope, headers.get("host", "")):
            return problem(400, _WRONG_HOST)
        if not self._origins.admit(scope["method"], scope["path"], headers):
            return problem(403, _WRONG_ORIGIN)
        return None if _OPEN.fullmatch(scope["path"]) else problem(404)

    def _accepts(self, scope: Scope, host: str) -> bool:
        name = _PORT.sub("", host).strip("[]").lower()
        if not self._hosts and (scope.get("server") or ("",))[0] not in _LOOPBACK:
            return True
        return name in _LOOPBACK or any(fnmatchcase(name, own.lower()) for own in self._hosts)
