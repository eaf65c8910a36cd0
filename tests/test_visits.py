"""Visitors are told apart for a while, and nobody can be found again."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI, Request

from chat_app.ledger import FILE_NAME, Ledger
from chat_app.recorder import Recorder
from chat_app.server import configure
from chat_app.settings import ChatSettings
from chat_app.visits import Visits, mark, visitor_of
from tests.conftest import run_server

MILLS = "去年整治了多少家低效工业企业？"
DAY = 86_400


@pytest.fixture
def clock():
    return [1_700_000_000.0]


@pytest.fixture
def names(clock):
    """Return the name that a visitor from an address gets, behind a proxy."""
    app = FastAPI()
    proxies = ChatSettings.from_env({"WENZHENG_TRUSTED_PROXIES": "127.0.0.1"}).trusted_proxies
    app.add_middleware(Visits, proxies=proxies, clock=lambda: clock[0])

    @app.get("/")
    async def name(request: Request) -> str:
        return visitor_of(request.scope)

    with run_server(configure(app)) as server, httpx.Client(base_url=server.address) as client:
        yield lambda address: client.get("/", headers={"X-Forwarded-For": address}).json()


def test_a_visitor_has_one_name_for_a_week_and_another_after_it(names, clock):
    first = names("192.0.2.1")
    assert first == names("192.0.2.1") != names("192.0.2.2")
    clock[0] += 8 * DAY
    assert names("192.0.2.1") != first


def test_no_address_shows_in_a_name(names):
    assert "192.0.2.1" not in names("192.0.2.1")
    assert bytes([192, 0, 2, 1]).hex() not in names("192.0.2.1")


def test_marks_of_one_visitor_are_not_joined_but_their_secret_is_told():
    one, other = mark("aa.1", "路灯"), mark("aa.1", "学区")
    assert one != other
    assert one == mark("aa.1", "路灯") != mark("aa.2", "路灯")
    assert {one.partition(".")[0], other.partition(".")[0]} == {"aa"}
    assert mark("", "路灯") == ""


def test_questions_to_api_and_page_bear_the_same_mark(assistant, tmp_path):
    from chat_app.api import create_app

    recorder = Recorder(tmp_path / FILE_NAME, 180)
    app = create_app(assistant, ChatSettings.from_env({"WENZHENG_TRUSTED_PROXIES": "127.0.0.1"}), recorder)
    with run_server(configure(app)) as server, httpx.Client(base_url=server.address, timeout=30) as client:

        def headers(number):
            return {"X-Forwarded-For": f"192.0.2.{number}"}

        client.post("/api/ask", json={"question": MILLS}, headers=headers(1))
        client.post("/api/ask/stream", json={"question": MILLS}, headers=headers(2))
        body = {"data": [MILLS, "[]"], "fn_index": 0, "session_hash": "s"}
        client.post("/gradio_api/queue/join", json=body, headers=headers(1))
        with client.stream("GET", "/gradio_api/queue/data?session_hash=s") as events:
            assert any("process_completed" in line for line in events.iter_lines())
    recorder.close()
    ledger = Ledger.open(tmp_path / FILE_NAME)
    api, stream, page = (item.visit for item in ledger.asked())
    ledger.close()
    assert api == page != stream
    assert stream
