"""What Gradio, FastAPI and uvicorn leave open by default, shut: a real server, attacked as it would be."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from chat_app.server import configure
from tests.conftest import run_server

ROOT = Path(__file__).parents[1]
JOIN = "/gradio_api/queue/join"
MILLS = "去年整治了多少家低效工业企业？"
LONG = "问" * 501
SHUT = [
    "/gradio_api/upload",
    "/gradio_api/upload_progress?upload_id=a",
    "/gradio_api/file=http://127.0.0.1:1/",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file/etc/passwd",
    "/gradio_api/proxy=http://127.0.0.1:1/",
    "/gradio_api/stream/a/b/c/playlist.m3u8",
    "/gradio_api/monitoring/summary",
    "/monitoring/summary",
    "/monitoring",
    "/gradio_api/info",
    "/gradio_api/info?all_endpoints=true",
    "/gradio_api/openapi.json",
    "/gradio_api/api",
    "/gradio_api/call/answer",
    "/gradio_api/run/answer",
    "/gradio_api/component_server",
    "/gradio_api/vibe-code",
    "/openapi.json",
    "/docs",
    "/config",
    "/pwa_icon/99999",
    "/manifest.json",
    "/robots.txt",
    "/gradio_api/queue/join/../../info",
    "/gradio_api%2Finfo",
    "//gradio_api/info",
    "/gradio_api/queue/status",
    "/static/../config",
    "/assets/..%2f..%2fpackage.json",
]


SILENCE = """
from chat_app.page import build_page
from gradio import analytics
from huggingface_hub import constants

page = build_page(None, (), "", "")
print(analytics.analytics_enabled(), constants.HF_HUB_OFFLINE, constants.HF_HUB_DISABLE_TELEMETRY)
print(page._queue.ANAYLTICS_CACHE_FREQUENCY)
"""


def test_gradio_is_told_to_be_silent_before_it_is_imported():
    """Air-gap tests see no request either way; what Gradio would send next time is shut off as well."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GRADIO_", "HF_"))}
    told = subprocess.run(
        [sys.executable, "-c", SILENCE], cwd=ROOT, env=clean, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["False", "True", "True", "1000000"]


@pytest.fixture(scope="module")
def server(start_server):
    with start_server(rate_limit="") as server:
        yield server


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server.address) as client:
        yield client


def exchange(port, head, body=b""):
    """Send raw bytes, which no client library would, and return what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(head.encode().replace(b"\n", b"\r\n") + body)
        reply = b""
        while block := connection.recv(65536):
            reply += block
        return reply.decode(errors="replace")


@pytest.mark.parametrize("path", SHUT)
def test_what_the_page_does_not_need_is_not_there(server, path):
    for method in ("GET", "POST", "PUT"):
        head = f"{method} {path} HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 0\nConnection: close\n\n"
        assert exchange(server.port, head).startswith("HTTP/1.1 404 "), method


UPGRADE = """GET /gradio_api/queue/join HTTP/1.1
Host: 127.0.0.1
Connection: Upgrade, close
Upgrade: websocket
Sec-WebSocket-Version: 13
Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

"""


async def welcome(scope, receive, send):
    """Accept whatever the server lets through to an application."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close"})
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body"})


def test_no_socket_is_upgraded_whatever_the_application_would_take(server):
    with run_server(configure(welcome)) as welcoming:
        assert exchange(welcoming.port, UPGRADE).startswith("HTTP/1.1 200 ")  # a plain request
    assert exchange(server.port, UPGRADE).startswith("HTTP/1.1 4")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example"])
def test_another_name_than_ours_is_not_answered(server, host):
    assert exchange(server.port, f"GET / HTTP/1.1\nHost: {host}\nConnection: close\n\n").startswith("HTTP/1.1 400 ")


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Original-URL", "Referer"])
def test_what_anyone_can_send_does_not_come_into_the_page(client, name):
    value = "host=evil.example" if name == "Forwarded" else "https" if name.endswith("Proto") else "evil.example"
    page = client.get("/", headers={name: value}).text
    assert "evil.example" not in page
    assert '"root":location.origin}' in page
    assert "https://127.0.0.1" not in page


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
@pytest.mark.parametrize(
    "body", [{"question": LONG}, {"question": MILLS, "history": [LONG]}], ids=["question", "history"]
)
def test_no_question_of_the_api_is_longer_than_500_characters(client, path, body):
    response = client.post(path, json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "question_too_long")


@pytest.mark.parametrize("data", [[LONG, "[]"], [MILLS, json.dumps([LONG])]], ids=["question", "history"])
def test_no_question_to_gradio_is_longer_than_500_characters(client, data):
    session = f"long{len(data[0])}"
    joined = client.post(JOIN, json={"data": data, "fn_index": 0, "session_hash": session})
    assert joined.status_code == 200
    with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as events:
        told = next(line for line in events.iter_lines() if "process_completed" in line)
    turn = json.loads(told.removeprefix("data: "))["output"]["data"][0]
    assert 'class="turn refused"' in turn
    assert "77" not in turn.partition('class="said"')[2]


def test_a_body_that_tells_its_size_is_refused_unread(server):
    head = "POST /api/ask HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 104857600\n\n"
    assert exchange(server.port, head).startswith("HTTP/1.1 413 ")
