"""The API: what is answered, listed and streamed over HTTP, and how a bad question or a fault is told."""

import json
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from chat_app.answers import Question
from chat_app.api import create_app
from chat_app.settings import ChatSettings
from tests.over_http import JSON, MILLS, refusal


def ask(client, **body):
    return client.post("/api/ask", json=body)


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


def test_half_a_surrogate_pair_in_a_question_does_no_harm(client):
    response = client.post("/api/ask", content=b'{"question": "\\ud800 \\u0000 7"}', headers=JSON)
    assert response.status_code in (200, 422)


@pytest.mark.parametrize("path", ["/api/reports/none", "/api/none", "/none", "/web/0/none.js", "/web/0/page.html"])
def test_what_is_not_there_is_404(client, path):
    assert refusal(client.get(path)) == (404, "not_found")


def test_a_question_is_not_asked_with_get(client):
    assert refusal(client.get("/api/ask")) == (404, "not_found")


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
