import json
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from chat_app.answers import Question
from chat_app.api import create_app
from chat_app.bodies import MAX_BODY
from chat_app.settings import ChatSettings

MILLS = "去年整治了多少家低效工业企业？"


@pytest.fixture(scope="module")
def app(assistant):
    return create_app(assistant, ChatSettings())


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def ask(client, **body):
    return client.post("/api/ask", json=body)


def refusal(response):
    assert response.headers["content-type"] == "application/json"
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"code", "message"}
    assert not response.json()["error"]["message"].isascii()
    return response.status_code, response.json()["error"]["code"]


def test_an_answer_is_the_same_over_http_as_from_the_assistant(client, assistant):
    over_http, direct = ask(client, question=MILLS).json(), assistant.ask(Question(MILLS)).to_dict()
    assert over_http.pop("elapsed_ms") > 0
    assert over_http == {name: value for name, value in direct.items() if name != "elapsed_ms"}
    assert over_http["text"] == "完成低效工业企业整治77家。[1]"
    assert over_http["citations"][0]["quote"] == "完成低效工业企业整治77家"


def test_chinese_is_sent_as_it_is(client):
    assert "完成低效工业企业整治77家" in ask(client, question=MILLS).content.decode()


def test_history_may_hold_strings_and_messages(client):
    history = ["2023年有什么安排？", {"role": "user", "content": MILLS}, {"role": "assistant", "content": "77家"}]
    assert ask(client, question=MILLS, history=history).status_code == 200


def test_a_question_may_be_put_to_one_report(client):
    assert ask(client, question=MILLS, report="xicheng-2022").json()["outcome"] == "answered"


def test_the_stream_ends_with_the_answer_that_its_pieces_add_up_to(client):
    response = client.post("/api/ask/stream", json={"question": MILLS})
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [dict(line.split(": ", 1) for line in event.split("\n")) for event in response.text.strip().split("\n\n")]
    assert [event["event"] for event in events] == ["evidence", "delta", "answer"]
    evidence, delta, answer = (json.loads(event["data"]) for event in events)
    assert delta["text"] == answer["text"] == "完成低效工业企业整治77家。[1]"
    assert evidence == answer["evidence"]


def test_the_reports_are_listed_and_each_is_handed_out_whole(client, assistant):
    (report,) = assistant.reports
    (listed,) = client.get("/api/reports").json()
    assert (listed["id"], listed["title"], listed["date"]) == ("xicheng-2022", report.title, "2023-09-07")
    whole = client.get("/api/reports/xicheng-2022").json()
    assert whole["text"] == report.text
    assert len(whole["sections"]) == len(report.sections)
    first = whole["sections"][0]
    assert (first["heading"], first["scope"], first["year"]) == ("2022年主要工作回顾", "done", 2022)


def test_topics_are_parts_of_the_reports_with_questions_that_are_answered(client):
    done, planned = client.get("/api/topics").json()
    assert (done["heading"], done["scope"], done["year"]) == ("2022年主要工作回顾", "done", 2022)
    assert planned["scope"] == "planned"
    assert ask(client, question=planned["questions"][0]).json()["outcome"] == "answered"


def test_health_and_readiness(client, assistant):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "index": assistant.index, "degraded": None}


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{", (400, "bad_request")),
        ("", (400, "bad_request")),
        ("\xff", (400, "bad_request")),
        ("[]", (422, "bad_question")),
        ("{}", (422, "bad_question")),
        ('{"question": 7}', (422, "bad_question")),
        ('{"question": " "}', (422, "empty_question")),
        ('{"question": "问", "history": "问"}', (422, "bad_question")),
        ('{"question": "问", "history": [7]}', (422, "bad_question")),
        ('{"question": "问", "report": "none"}', (404, "unknown_report")),
        (json.dumps({"question": "问" * 501}), (422, "question_too_long")),
    ],
)
def test_a_bad_question_is_refused_in_chinese(client, path, body, expected):
    response = client.post(path, content=body.encode("latin-1" if body == "\xff" else "utf-8"), headers=JSON)
    assert refusal(response) == expected


JSON = {"content-type": "application/json"}


def test_half_a_surrogate_pair_in_a_question_does_no_harm(client):
    response = client.post("/api/ask", content=b'{"question": "\\ud800 \\u0000 7"}', headers=JSON)
    assert response.status_code in (200, 422)


@pytest.mark.parametrize("path", ["/api/reports/none", "/api/none", "/none", "/web/0/none.js", "/web/0/page.html"])
def test_what_is_not_there_is_404(client, path):
    assert refusal(client.get(path)) == (404, "not_found")


def test_a_question_is_not_asked_with_get(client):
    assert refusal(client.get("/api/ask")) == (404, "not_found")


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


def test_the_page_has_a_policy_that_names_the_nonce_of_each_script(client):
    first, second = client.get("/"), client.get("/")
    policy = first.headers["content-security-policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert first.text.count("<script") == first.text.count(f'<script nonce="{nonce}"') > 3
    assert "unsafe-eval" not in policy
    assert nonce not in second.headers["content-security-policy"]
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["cache-control"] == "no-cache"


def test_the_page_is_chinese_and_names_no_other_host(client):
    html = client.get("/").text
    assert 'lang="zh-CN"' in html
    assert "西城街道2022年工作报告" in html
    assert "以报告原文为准" in html
    assert "githubusercontent" not in html
    assert "gradio.app" not in html


def test_a_head_request_for_the_page_has_no_body(client):
    response = client.head("/")
    assert response.status_code == 200
    assert response.content == b""


def test_styles_and_scripts_may_be_kept_for_good(client):
    html = client.get("/").text
    script = html.split('type="module" src="/web/')[1].split('"')[0]
    response = client.get(f"/web/{script}")
    assert response.headers["content-type"].startswith("text/javascript")
    assert "immutable" in response.headers["cache-control"]
    assert client.get("/web/older/page.js").headers["cache-control"] == "no-cache"


def test_no_other_origin_is_let_in(client):
    for origin in ("https://evil.example", "null"):
        response = client.post("/api/ask", json={"question": MILLS}, headers={"Origin": origin})
        assert "access-control-allow-origin" not in response.headers
        page = client.get("/theme.css", headers={"Origin": origin, "Host": "127.0.0.1"})
        assert "access-control-allow-origin" not in page.headers


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


def test_an_unexpected_fault_is_told_in_the_same_form():
    class Broken:
        reports = ()
        degraded = None
        index = "sha256:0"

        def ask(self, _question):
            raise RuntimeError("secret")

        def examples(self):
            return ()

    app = create_app(Broken(), ChatSettings())
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        response = ask(client, question=MILLS)
        assert refusal(response) == (500, "internal")
        assert "secret" not in response.text
        assert refusal(client.get("/readyz")) == (503, "unavailable")


def test_the_api_is_had_without_gradio():
    code = "import sys, chat_app.api; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
