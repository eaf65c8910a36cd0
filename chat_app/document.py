"""The HTML document around Gradio's app: Chinese, with header and report viewer, our styles and scripts, no surprises.

Gradio's own document is English, carries preview metadata that name other hosts, and shows nothing until its scripts
have run. Here its application becomes one part of a document that is readable at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_app.assets import asset_version
from chat_app.drawing import contact_link, report_line
from chat_app.guard import NONCE
from indexer.corpus import Report

WEB = Path(__file__).parent / "web"
_FOREIGN = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>|<link rel="manifest"[^>]*>|<base\s[^>]*>')
_SCRIPT = re.compile(r"<script(?=[\s>])")
_ROOT = re.compile(r'"root":"[^"]*"(?=\};</script>)')
_ASKS = "<!-- questions -->"
_BODY = re.compile(r"<body[^>]*>")


class Document:
    """Turn Gradio's document at ``/`` into ours; everything else passes through untouched."""

    def __init__(
        self,
        app: ASGIApp,
        reports: tuple[Report, ...],
        examples: Sequence[str],
        popular: Callable[[], Sequence[str]],
        contact: str,
        assets: dict[str, bytes],
    ) -> None:
        self._app, self._examples, self._popular = app, examples, popular
        self._head = _head(reports, assets)
        self._before, self._after = _around(reports, contact)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and rewrite the document that comes back."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            if message["type"] != "http.response.body":
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body"):
                html = self._rewrite(body.decode(), scope[NONCE]).encode() if start["status"] == 200 else bytes(body)
                headers = MutableHeaders(raw=start["headers"])
                headers["Content-Length"] = str(len(html))
                headers["Cache-Control"] = "no-cache"
                await send(start)
                await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else html})

        # An encoded document could not be rewritten.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app(scope, receive, collect)

    def _rewrite(self, html: str, nonce: str) -> str:
        # Gradio writes where it believes to stand; behind a proxy that speaks TLS it errs. The browser knows.
        html = _ROOT.sub('"root":location.origin', html, count=1)
        html = _FOREIGN.sub("", html.replace('lang="en"', 'lang="zh-CN"', 1))
        html = html.replace("</head>", self._head + "</head>", 1)
        before = self._before.replace(_ASKS, _asks(self._popular(), self._examples), 1)
        html = _BODY.sub(lambda match: match[0] + before, html, count=1)
        html = html.replace("</body>", self._after + "</body>", 1)
        return _SCRIPT.sub(f'<script nonce="{nonce}"', html)


def page_title(reports: Iterable[Report]) -> str:
    """Return the title of the page."""
    return " · ".join(["问政", *(report.title for report in reports if report.title)][:2])


def _head(reports: tuple[Report, ...], assets: dict[str, bytes]) -> str:
    version = asset_version(assets)
    styles = "".join(f'<link rel="stylesheet" href="/web/{version}/{name}">' for name in ("tokens.css", "page.css"))
    return (
        f"<title>{escape(page_title(reports))}</title>{styles}"
        '<meta name="description" content="向政府工作报告提问，每一句回答都标出原文出处。">'
        f'<link rel="icon" type="image/svg+xml" href="/web/{version}/mark.svg">'
        f'<script src="/web/{version}/early.js"></script><script type="module" src="/web/{version}/page.js"></script>'
    )


def _asks(popular: Sequence[str], examples: Sequence[str]) -> str:
    """Return the lists of questions to begin with: those asked most, if there are any, and those that staff chose."""
    left = [example for example in examples if example not in popular][: max(2, len(examples) - len(popular))]
    lists = (("大家常问", "popular", popular), ("常见问题", "examples", left))
    return "".join(
        f'<h3>{title}</h3><ul class="asks" id="{name}">'
        + "".join(f'<li><button type="button" class="ask">{escape(question)}</button></li>' for question in questions)
        + "</ul>"
        for title, name, questions in lists
        if questions
    )


def _around(reports: tuple[Report, ...], contact: str) -> tuple[str, str]:
    """Return what stands before and after Gradio's application in the body."""
    facts = "".join(f'<p class="facts">{report_line(report)}</p>' for report in reports[:1])
    more = f'<p class="facts">共收录 {len(reports)} 份报告</p>' if len(reports) > 1 else ""
    options = "".join(f'<option value="{escape(r.id)}">{escape(r.title or r.id)}</option>' for r in reports)
    choice = (
        f'<select id="choice" aria-label="选择要看的报告"{"" if len(reports) > 1 else " hidden"}>{options}</select>'
    )
    values = {
        "facts": facts + more,
        "choice": choice,
        "contact": contact_link(contact),
    }
    filled = (WEB / "page.html").read_text(encoding="utf-8")
    filled = re.sub(r"\{\{(\w+)\}\}", lambda match: values[match[1]], filled)
    before, _, after = filled.partition("<!-- Gradio -->")
    return before, after
