"""Clients of the HTTP API, many at once, in a process of their own: request and result as JSON, like eval.bench.probe.

Plain sockets kept open, since on a small machine clients and server share the cores, and a comfortable client costs
more than the answer.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_TIMEOUT = 30.0
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(slots=True)
class _Tally:
    """What all clients together have seen so far."""

    latencies: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def load_server(request: Mapping[str, Any]) -> dict[str, Any]:
    """Ask ``questions`` of the server at ``host`` and ``port`` by ``clients`` at once; none starts after ``seconds``.

    Returns the wall ``seconds`` from the first request, connections being open, to the last reply; the
    ``latencies_ms`` of good replies; ``errors`` by kind; and the ``cpu_seconds`` of this process over that time.
    """
    return asyncio.run(_load(request))


async def _load(request: Mapping[str, Any]) -> dict[str, Any]:
    host, port = request["host"], request["port"]
    messages = iter([_message(host, port, question) for question in request["questions"]])
    opened = await asyncio.gather(*(asyncio.open_connection(host, port) for _ in range(request["clients"])))
    tally = _Tally()
    began, used = time.perf_counter(), time.process_time()
    deadline = began + request["seconds"]
    await asyncio.gather(*(_client(reader, writer, messages, deadline, tally) for reader, writer in opened))
    return {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - used,
        "latencies_ms": tally.latencies,
        "errors": dict(tally.errors),
    }


async def _client(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    messages: Iterator[bytes],
    deadline: float,
    tally: _Tally,
) -> None:
    """Send one message after the other until none is left; a client whose connection fails stops."""
    try:
        for message in messages:
            began = time.perf_counter()
            writer.write(message)
            async with asyncio.timeout(_TIMEOUT):
                status, body = await _reply(reader)
            if status == "200" and b'"outcome"' in body:
                tally.latencies.append((time.perf_counter() - began) * 1000)
            else:
                tally.errors[f"status {status}"] += 1
            if time.perf_counter() >= deadline:
                break
    except (OSError, EOFError, ValueError) as error:  # TimeoutError is an OSError
        tally.errors[type(error).__name__] += 1
    finally:
        writer.close()


async def _reply(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if not length:
        raise ValueError("a reply that does not tell its length")
    return head.split(b" ", 2)[1].decode(), await reader.readexactly(int(length[1]))


def _message(host: str, port: int, question: str) -> bytes:
    body = json.dumps({"question": question}, ensure_ascii=False).encode()
    head = f"POST /api/ask HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


if __name__ == "__main__":
    json.dump(load_server(json.load(sys.stdin)), sys.stdout)
