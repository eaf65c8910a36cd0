"""Gradio's files: the same bytes from memory as from Gradio, and kept by browsers. A real server."""

from __future__ import annotations

import re

import httpx
import pytest

FOR_GOOD = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def client(start_server):
    with start_server(rate_limit="") as server, httpx.Client(base_url=server.address) as client:
        yield client


@pytest.fixture(scope="module")
def script(client):
    found = re.search(r"/assets/index-[\w-]+\.js", client.get("/").text)
    assert found
    return found[0]


@pytest.mark.parametrize("packing", ["br", "gzip", "identity"])
def test_what_comes_from_memory_is_what_gradio_sent(client, script, packing):
    first, second = (client.get(script, headers={"Accept-Encoding": packing}) for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert first.headers.get("content-encoding") == second.headers.get("content-encoding")
    assert (second.headers.get("content-encoding") or "identity") == packing
    assert first.headers["cache-control"] == second.headers["cache-control"] == FOR_GOOD
    assert second.headers["x-content-type-options"] == "nosniff"
    policies = {response.headers["content-security-policy"] for response in (first, second)}
    assert len(policies) == 2  # what belongs to a request is not kept


def test_gradio_is_not_asked_a_second_time(client, script):
    headers = {"Accept-Encoding": "br"}
    client.get(script, headers=headers)
    assert client.get(script, headers=headers).headers.get_list("content-length") != []
    assert "transfer-encoding" not in client.get(script, headers=headers).headers  # as Gradio sends what it packs


def test_a_part_is_still_a_part(client, script):
    part = client.get(script, headers={"Range": "bytes=0-9", "Accept-Encoding": "identity"})
    assert (part.status_code, len(part.content)) == (206, 10)


def test_what_is_not_there_is_not_kept(client):
    for _ in range(2):
        missing = client.get("/assets/none-12345678.js")
        assert missing.status_code == 404
        assert missing.headers.get("cache-control") != FOR_GOOD
