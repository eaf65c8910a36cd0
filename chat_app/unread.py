"""Answers in Gradio's queue that nobody fetches: let go, since Gradio itself would keep them.

A visitor joins the queue with one request and reads the answer over another. Of one who only joins, Gradio keeps every
message while the server runs: of 2,000 sessions, and of each as many as it asked for.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping
from typing import Any, Protocol

from starlette.types import ASGIApp, Receive, Scope, Send

PATIENCE = 60.0
"""Seconds that an answer waits to be read; the page itself waits for 20."""
MOST = 4
"""Answers that wait for one session; the page asks one question at a time."""
_JOIN = "/gradio_api/queue/join"
_LOG = logging.getLogger(__name__)


class PendingQueue(Protocol):
    """What is used of Gradio's queue, by its names there."""

    @property
    def pending_messages_per_session(self) -> MutableMapping[str, Any]: ...  # noqa: D102
    @property
    def pending_event_ids_session(self) -> MutableMapping[str, set[str]]: ...  # noqa: D102
    @property
    def event_ids_to_events(self) -> Mapping[str, object]:
        """Events that are waiting or being worked on; what is pending and not here has been answered."""


class Unread:
    """Let go, with each question that comes, of answers that were not read in ``patience`` seconds."""

    def __init__(self, app: ASGIApp, queue: Callable[[], PendingQueue], patience: float = PATIENCE) -> None:
        self._app, self._queue, self._patience = app, queue, patience
        self._since: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http" and scope["path"].startswith(_JOIN):
            self._sweep(self._queue())
        await self._app(scope, receive, send)

    def _sweep(self, queue: PendingQueue) -> None:
        now = time.monotonic()
        unread = dict(_unread(queue))
        self._since = {event: self._since.get(event, now) for events in unread.values() for event in events}
        gone = [s for s, events in unread.items() if len(events) >= MOST or self._is_late(events, now)]
        for session in gone:
            queue.pending_messages_per_session.pop(session, None)
            queue.pending_event_ids_session.pop(session, None)
        for session in [s for s, events in queue.pending_event_ids_session.items() if not events]:
            del queue.pending_event_ids_session[session]
        if gone:
            _LOG.info("let go of the answers of %d sessions that did not read them", len(gone))

    def _is_late(self, events: Collection[str], now: float) -> bool:
        return any(now - self._since[event] >= self._patience for event in events)


def _unread(queue: PendingQueue) -> Iterator[tuple[str, list[str]]]:
    """Yield each session to which answers wait, with the ids of those."""
    for session, events in queue.pending_event_ids_session.items():
        if answered := [event for event in events if event not in queue.event_ids_to_events]:
            yield session, answered
