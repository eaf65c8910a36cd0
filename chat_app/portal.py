"""What portals take from this server: the widget's script, and a stand-in portal page that shows how to embed it."""

from __future__ import annotations

from html import escape
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from chat_app.widget import Script

WEB = Path(__file__).parent / "web"
_KEPT = "public, max-age=31536000, immutable"
_DEMO_POLICY = (
    "default-src 'none'; script-src {own}; connect-src {own}; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""The strict policy of the stand-in portal: of the widget it names nothing but the address of this server."""


def portal_routes(script: Script, version: str) -> APIRouter:
    """Return the routes of ``script`` and of the demo, whose styles stand under ``/web/{version}/``."""
    router = APIRouter()

    @router.api_route("/widget.js", methods=["GET", "HEAD"])
    async def widget(request: Request) -> Response:
        return script_response(script, request)

    @router.get("/demo")
    async def demo(request: Request) -> Response:
        host = request.base_url.netloc  # no scheme: behind a proxy that speaks TLS it is not known for sure
        policy = _DEMO_POLICY.format(own=host)
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
        return HTMLResponse(demo_page(script, version, host, policy), headers=headers)

    return router


def script_response(script: Script, request: Request) -> Response:
    """Return the script, gzipped where the browser takes it; 304 where it has it already.

    An address that names the version (``?v=…``) may be kept for good, any other is asked for again each time.
    """
    kept = request.query_params.get("v") == script.version
    headers = {"Cache-Control": _KEPT if kept else "no-cache", "ETag": script.tag, "Vary": "Accept-Encoding"}
    held = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if held & {script.tag, "*"}:
        return Response(status_code=304, headers=headers)
    body = script.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = script.packed
    return Response(body, media_type="text/javascript", headers=headers)


def demo_page(script: Script, version: str, host: str, policy: str) -> str:
    """Return the stand-in portal with the lines that a real one needs, the script's present hash among them."""
    tag = (
        f'<script src="//{host}/widget.js"\n        integrity="{script.integrity}" crossorigin="anonymous"\n'
        '        data-position="right" data-theme="light" data-lang="zh-CN" async></script>'
    )
    filled = (WEB / "demo.html").read_text(encoding="utf-8")
    values = {
        "version": version,
        "host": host,
        "integrity": script.integrity,
        "release": script.version,
        "tag": tag,
        "lines": f"script-src {host};\nconnect-src {host};",
        "policy": policy,
        "frame": f'<iframe src="//{host}/" title="问政" width="100%" height="720"></iframe>',
    }
    for name, value in values.items():
        filled = filled.replace(f"{{{{{name}}}}}", escape(value))
    return filled
