"""Visitors who join Gradio's queue and never read: what waits for them is bounded. A real server, its real queue."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Mount

from chat_app.desk import Desk
from chat_app.page import mount_page
from chat_app.server import configure
from chat_app.unread import MOST
from tests.conftest import run_server

MILLS = "去年整治了多少家低效工业企业？"


@pytest.fixture
def start(assistant):
    """Serve the page alone; yields a client and Gradio's queue."""

    @contextmanager
    def start(patience):
        app = FastAPI()
        mount_page(app, Desk(assistant).ask, (), "", "问政", patience)
        (page,) = (route.app for route in app.routes if isinstance(route, Mount))
        queue = page.get_blocks()._queue  # type: ignore[attr-defined]
        with run_server(configure(app)) as server, httpx.Client(base_url=server.address, timeout=30) as client:
            yield client, queue

    return start


def join(client, queue, session):
    """Ask, and wait until it has been answered; nothing is read."""
    body = {"data": [MILLS, "[]"], "fn_index": 0, "session_hash": session}
    assert client.post("/gradio_api/queue/join", json=body).status_code == 200
    deadline = time.monotonic() + 20
    while queue.event_ids_to_events:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def waiting(queue):
    return sum(messages.qsize() for messages in queue.pending_messages_per_session.values())


def read(client, session):
    with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as events:
        return [json.loads(line.removeprefix("data: ")) for line in events.iter_lines() if line]


def test_one_session_that_never_reads_gets_no_more_than_a_few_answers(start):
    with start(patience=60) as (client, queue):
        most = 0
        for _ in range(5 * MOST):
            join(client, queue, "deaf")
            most = max(most, len(queue.pending_event_ids_session["deaf"]))
        assert most == MOST
        assert waiting(queue) <= 4 * MOST  # each answer takes some messages


def test_sessions_that_never_read_are_let_go_after_a_while(start):
    with start(patience=0.5) as (client, queue):
        for number in range(20):
            join(client, queue, f"deaf{number}")
        for _ in range(2):  # seen unread, and still so half a second later
            time.sleep(0.6)
            join(client, queue, "another")
        assert set(queue.pending_event_ids_session) == {"another"}
        assert set(queue.pending_messages_per_session) == {"another"}


def test_who_reads_in_time_gets_the_answer_while_others_ask(start):
    with start(patience=60) as (client, queue):
        join(client, queue, "slow")
        join(client, queue, "other")
        told = next(message for message in read(client, "slow") if message["msg"] == "process_completed")
        assert "77家" in told["output"]["data"][0].replace("&#23478;", "家")
        join(client, queue, "other")
        assert set(queue.pending_event_ids_session) == {"other"}  # of one that has read, nothing is kept
