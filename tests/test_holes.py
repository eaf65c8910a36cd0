"""What Gradio, FastAPI and uvicorn leave open by default, shut: a real server, attacked as it would be."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from chat_app.answers import Answer, Outcome
from chat_app.bodies import BodyCap
from chat_app.server import configure
from tests.conftest import run_server
from tests.loops import run_apart

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
    """Accept every socket that the server lets through to an application."""
    if scope["type"] != "websocket":
        await echo(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close"})


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


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the memory of a process where Linux tells it")
def test_a_hundred_megabytes_are_refused_without_growth_in_memory(seeds_index):
    command = [sys.executable, "-m", "chat_app", "serve", "--port", "0", "--index", str(seeds_index)]
    settings = os.environ | {"WENZHENG_RATE_LIMIT": ""}
    with subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = number(r":(\d+) ", process.stdout.readline())
            for path in ("/api/ask", "/api/ask/stream", JOIN):  # what is loaded late is loaded now
                assert flood(port, path, 1) == 413
            before = peak(process.pid)
            for path in ("/api/ask", "/api/ask/stream", JOIN):
                assert flood(port, path, 100) == 413
            assert peak(process.pid) - before < 8 * 1024
        finally:
            process.terminate()


def flood(port, path, megabytes):
    """Send a body in chunks, go on as long as the server lets us, and return the status of its reply."""
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        reply = []
        reading = threading.Thread(target=lambda: reply.append(connection.recv(4096)))
        reading.start()
        try:
            for _ in range(16 * megabytes):
                connection.sendall(chunk)
        except OSError:
            pass  # the server has shut the door
        reading.join()
    return int(reply[0].split()[1])


def peak(pid):
    """Return the most memory that a process has held so far, in KiB."""
    return number(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())


def number(pattern, text):
    found = re.search(pattern, text)
    assert found, text
    return int(found[1])


class Stuck:
    """An assistant that answers nothing before it is let."""

    reports = ()
    degraded = None
    index = "sha256:0"

    def __init__(self):
        self.let = threading.Event()

    def examples(self):
        return ()

    def ask(self, question):
        self.let.wait(60)
        return Answer(Outcome.NOT_FOUND, "报告里没有提到。", 0.5, self.index, 1.0)


def test_the_queue_is_bounded_and_says_so(start_server):
    async def join_all(address):
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            asked = [{"data": [MILLS, "[]"], "fn_index": 0, "session_hash": f"s{i}"} for i in range(230)]
            return [await client.post(JOIN, json=body) for body in asked]

    stuck = Stuck()
    with start_server(stuck, rate_limit="") as server:
        replies = run_apart(join_all, server.address)
        refused = [reply for reply in replies if reply.status_code != 200]
        stuck.let.set()
        assert 15 <= len(refused) <= 30
        for reply in refused:
            assert (reply.status_code, reply.json()["error"]["code"]) == (503, "unavailable")
            assert int(reply.headers["retry-after"]) > 0


async def echo(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


def read_to_end(connection):
    read = b""
    while block := connection.recv(4096):
        read += block
    return read


def ask_echo(connection):
    connection.sendall(WHOLE)
    read = b""
    while not read.endswith(b"ok"):
        read += connection.recv(4096)


HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"
WHOLE = HEAD + b"\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [(b"", b""), (HEAD, b""), (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{", b"408")],
    ids=["nothing", "half a head", "half a body"],
)
def test_a_request_that_does_not_come_is_not_waited_for(sent, status):
    with (
        run_server(configure(BodyCap(echo, patience=0.5), patience=0.5)) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=15) as connection,
    ):
        connection.sendall(sent)
        assert read_to_end(connection)[9:12] == status


def test_half_a_second_request_is_not_waited_for():
    with (
        run_server(configure(echo, patience=0.5)) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=15) as connection,
    ):
        ask_echo(connection)
        connection.sendall(HEAD)
        assert read_to_end(connection) == b""


def test_a_whole_request_keeps_its_connection_beyond_that_time():
    with (
        run_server(configure(echo, patience=0.3)) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=15) as connection,
    ):
        ask_echo(connection)
        time.sleep(0.6)
        ask_echo(connection)
