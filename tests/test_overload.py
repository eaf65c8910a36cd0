"""What would take the server's memory, its queue or its connections, refused or cut off: on a real server."""

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
    """Return the most memory that a process has held so far, in KiB; where that is not told, what it holds now."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        return number(r"VmHWM:\s+(\d+)", status.read_text())
    return number(r"(\d+)", subprocess.check_output(["ps", "-o", "rss=", "-p", str(pid)], text=True))


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
