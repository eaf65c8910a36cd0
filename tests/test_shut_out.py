"""What the server lets no further: other hosts' names, other origins, the rest of Gradio, bodies over the cap."""

import json

import pytest
from fastapi.testclient import TestClient

from chat_app.api import create_app
from chat_app.bodies import MAX_BODY
from chat_app.settings import ChatSettings
from tests.over_http import JSON, MILLS, refusal


def named(app, host, server):
    with TestClient(app, base_url=f"http://{server}") as client:
        return client.get("/healthz", headers={"Host": host}).status_code


@pytest.mark.parametrize(("host", "status"), [("localhost:7860", 200), ("[::1]:7860", 200), ("evil.example", 400)])
def test_a_loopback_address_answers_to_its_own_names(app, host, status):
    assert named(app, host, "127.0.0.1") == status


def test_another_address_answers_to_any_name(app):
    assert named(app, "chat.example.cn", "10.0.0.7") == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("chat.example.cn", 200), ("a.example.org:443", 200), ("LOCALHOST", 200), ("evil.example", 400)],
)
def test_where_hosts_are_named_only_they_are_answered(assistant, host, status):
    settings = ChatSettings(trusted_hosts=("chat.example.cn", "*.example.org"))
    assert named(create_app(assistant, settings), host, "10.0.0.7") == status


def test_no_other_origin_is_let_in(client):
    for origin in ("https://evil.example", "null"):
        response = client.post("/api/ask", json={"question": MILLS}, headers={"Origin": origin})
        assert "access-control-allow-origin" not in response.headers
        page = client.get("/theme.css", headers={"Origin": origin, "Host": "127.0.0.1"})
        assert "access-control-allow-origin" not in page.headers


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/redoc",
        "/openapi.json",
        "/config",
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/upload",
        "/gradio_api/file=http://127.0.0.1/",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/gradio_api/vibe-code",
        "/gradio_api/runs",
        "/gradio_api/call/answer",
        "/gradio_api/run/answer",
        "/pwa_icon/99999",
        "/manifest.json",
        "/login",
        "/static/../config",
        "/assets/..%2f..%2fpackage.json",
    ],
)
def test_what_gradio_would_offer_besides_the_page_is_shut(client, path):
    assert refusal(client.get(path)) == (404, "not_found")
    assert refusal(client.post(path)) == (404, "not_found")


def test_a_body_over_the_cap_is_refused_by_what_it_says_of_itself(client):
    assert refusal(client.post("/api/ask", content=b" " * (MAX_BODY + 1))) == (413, "too_large")


@pytest.mark.parametrize("path", ["/api/ask", "/gradio_api/queue/join"])
def test_a_body_over_the_cap_is_refused_as_soon_as_it_passes_it(client, path):
    sent = 0

    def endless():
        nonlocal sent
        for _ in range(1000):
            sent += 4096
            yield b" " * 4096

    assert refusal(client.post(path, content=endless())) == (413, "too_large")


def test_a_body_at_the_cap_is_read(client):
    body = json.dumps({"question": MILLS}).encode()
    response = client.post("/api/ask", content=body.ljust(MAX_BODY), headers=JSON)
    assert response.json()["outcome"] == "answered"
