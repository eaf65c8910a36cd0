"""The resident's page: a Gradio application that draws answers, mounted on the parent app.

The only module that imports Gradio. The conversation is not a ``gr.Chatbot``: that one labels itself in English, reads
encoded text out to screen readers as entities, and announces every redraw. Nor a ``gr.HTML``, whose templates need
``unsafe-eval`` in the Content-Security-Policy. Gradio draws the newest turn into a hidden ``gr.Markdown``;
``web/talk.js`` lays it into the conversation, so earlier turns stay as they are and keep focus.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI
from starlette.middleware import Middleware

from chat_app.answers import Answer, Question, QuestionError
from chat_app.drawing import draw_answer, draw_refusal
from chat_app.problems import HANDLERS
from chat_app.unread import PATIENCE, Unread
from chat_app.visits import visitor_of

# Gradio reads these when it is imported: no report home, no look-up at the hub, no summary of events with pandas.
os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    GRADIO_ANALYTICS_CACHE_FREQUENCY="1000000",
)

import gradio as gr

Ask = Callable[[Question, str], Awaitable[Answer]]
"""Takes a question and the name of who asks it."""

_REMEMBERED = 8  # earlier questions kept for understanding a follow-up
_SYSTEM_FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "system-ui", "sans-serif")


def mount_page(
    app: FastAPI, ask: Ask, examples: Sequence[str], contact: str, title: str, patience: float = PATIENCE
) -> None:
    """Mount the page at ``/``; nothing of Gradio but the application itself stays switched on.

    An answer waits ``patience`` seconds to be read.
    """

    async def mount() -> None:
        page = build_page(ask, examples, contact, title)
        unread = Middleware(Unread, queue=lambda: page._queue, patience=patience)
        gr.mount_gradio_app(
            app,
            page,
            path="/",
            app_kwargs={"exception_handlers": HANDLERS, "middleware": [unread]},
            footer_links=[],
            run_history=False,
            enable_monitoring=False,
            show_error=False,
            ssr_mode=False,
            mcp_server=False,
            pwa=False,
            max_file_size="1b",
            theme=gr.themes.Base(font=_SYSTEM_FONTS, font_mono=("ui-monospace", "monospace")),
        )

    # Where no event loop runs, Gradio opens one for each of its locks and never closes it; a thread may have its own.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(asyncio.run, mount()).result()


def build_page(ask: Ask, examples: Sequence[str], contact: str, title: str) -> gr.Blocks:
    """Return the Gradio application: the question box, and the turn that was drawn last."""

    async def answer(question: str, history: str, request: gr.Request) -> tuple[str, str, str]:
        """Return the drawn turn, an empty question box, and the questions asked so far."""
        earlier = read_history(history)
        visitor = visitor_of(request.request.scope) if request.request else ""
        try:
            drawn = draw_answer(question, await ask(Question(question, earlier), visitor), contact)
        except QuestionError as error:
            return numbered(draw_refusal(question, str(error))), "", history
        return numbered(drawn), "", json.dumps([*earlier, question][-_REMEMBERED:])

    page = gr.Blocks(title=title, analytics_enabled=False)
    with page:
        with gr.Row(elem_id="composer", elem_classes="composer"):
            box = gr.Textbox(
                label="您的问题", placeholder=placeholder(examples), max_lines=4, elem_id="question", scale=1
            )
            send = gr.Button("提问", elem_id="send", variant="primary", scale=0)
        turn = gr.Markdown(elem_id="turn", latex_delimiters=[], container=False)
        # The visitor's own tab remembers what was asked; the server keeps nothing of a conversation.
        history = gr.Textbox("[]", label="问过的问题", visible="hidden", elem_id="history")
        for event in (box.submit, send.click):
            event(
                answer,
                [box, history],
                [turn, box, history],
                show_progress="hidden",
                api_visibility="private",
                trigger_mode="once",
            )
    page.queue(max_size=200, api_open=False, default_concurrency_limit=8)
    return page


def placeholder(examples: Sequence[str]) -> str:
    """Return what stands in the empty question box: the shortest example, which fits on a phone."""
    return f"例如：{min(examples, key=len)}" if examples else "请写下问题"


def numbered(turn: str) -> str:
    """Return ``turn`` with a name of its own, by which the page tells a new turn from one that it has taken."""
    return f'<div id="turn-{secrets.token_hex(8)}">{turn}</div>'


def read_history(stored: str) -> tuple[str, ...]:
    """Return the earlier questions that a tab sent; what does not look like them is left out."""
    try:
        items = json.loads(stored)
    except json.JSONDecodeError:
        return ()
    return tuple(item for item in items if isinstance(item, str))[-_REMEMBERED:] if isinstance(items, list) else ()
