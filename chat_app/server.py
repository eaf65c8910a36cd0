"""Runs the application on a socket."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
from collections.abc import Callable
from functools import partial
from typing import cast

import anyio
import uvicorn
from starlette.types import ASGIApp

from chat_app.answerers import Answerer
from chat_app.api import create_app
from chat_app.bodies import PATIENCE
from chat_app.connections import Connection
from chat_app.ledger import FILE_NAME
from chat_app.recorder import Recorder
from chat_app.settings import ChatSettings


class ServeError(Exception):
    """The address cannot be served; the message says why and what to do."""


def serve(answerer: Answerer, settings: ChatSettings, host: str, port: int) -> None:
    """Serve the page and the API at ``host:port`` until interrupted, then close ``answerer``.

    Raises ServeError where the port is not free, AnswererError where there is nothing to answer with.
    """
    listening = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    recorder = Recorder(settings.data / FILE_NAME, settings.retention_days) if settings.retention_days else None
    config = configure(create_app(answerer, settings, recorder))
    serving = f"serving http://{shown}:{listening.getsockname()[1]}  (Ctrl+C stops)"
    with contextlib.ExitStack() as at_end:
        if recorder:
            at_end.callback(recorder.close)
        at_end.callback(answerer.close)
        answerer.prepare()
        server = _Server(config, serving, at_end.pop_all().close)
    gc.freeze()  # Gradio's objects stay as well; a collection in the middle of a question need not look through them
    with contextlib.suppress(KeyboardInterrupt):  # raised anew by uvicorn once it has shut down in order
        server.run(sockets=[listening])


def configure(app: ASGIApp, patience: float = PATIENCE) -> uvicorn.Config:
    """Return the settings of the server that runs ``app``; ``patience`` is how many seconds it waits for a request."""
    return uvicorn.Config(
        app,
        http=cast(type[asyncio.Protocol], partial(Connection, patience=patience)),
        ws="none",
        log_level="warning",
        access_log=False,  # it would hold addresses
        server_header=False,
        proxy_headers=False,  # uvicorn would believe any program on this machine; see chat_app.peers
        timeout_keep_alive=20,
        timeout_graceful_shutdown=5,
    )


class _Server(uvicorn.Server):
    """Says that it serves when it does: whoever waits for that line may connect at once. ``at_end`` is called last."""

    def __init__(self, config: uvicorn.Config, announcement: str, at_end: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._announcement, self._at_end = announcement, at_end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self._announcement, flush=True)  # noqa: T201

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        if self._at_end:  # here and not behind run(): uvicorn ends the process by the signal that it was sent
            await anyio.to_thread.run_sync(self._at_end)


def listen(host: str, port: int) -> socket.socket:
    """Bind a socket, before the application is built, so that a port in use is told at once; raises ServeError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Named as TCP, asyncio switches Nagle's algorithm off; else a small answer waits 40 ms for the client's ACK.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
        except (OSError, OverflowError):  # a port in use, or no port number at all
            listening.close()
            raise
    except (OSError, OverflowError) as error:
        raise ServeError(
            f"cannot listen on {host}:{port} ({error}); stop what uses the port or choose another with --port"
        ) from error
    return listening
