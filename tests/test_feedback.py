"""What is asked and voted over HTTP is kept, and a vote that cannot be taken is refused."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time

import httpx
import pytest
from fastapi.testclient import TestClient

from chat_app.answers import Question
from chat_app.api import create_app
from chat_app.desk import Desk
from chat_app.feedback import REASONS, AskedQuestion, FeedbackError, Vote, read_vote
from chat_app.recorder import Recorder
from chat_app.settings import ChatSettings
from tests.kept import INDEX, kept
from tests.loops import run_apart
from tests.over_http import MILLS

# What is kept


@pytest.fixture
def served(assistant, ledger_path):
    """A client of the whole application, and what it has recorded; reading that closes the recorder."""
    recorder = Recorder(ledger_path, 180)
    app = create_app(assistant, ChatSettings(), recorder)

    def recorded() -> tuple[list[AskedQuestion], list[Vote]]:
        recorder.close()
        return kept(ledger_path)

    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client, recorded
    recorder.close()


def test_a_question_is_kept_with_what_became_of_it(served, assistant):
    client, recorded = served
    answer = client.post("/api/ask", json={"question": MILLS}).json()
    client.post("/api/ask/stream", json={"question": "那违规广告牌呢？", "history": ["拆除了多少处违章搭建？"]})
    client.post("/api/ask", json={"question": "火星上有水吗？", "history": [MILLS]})
    first, second, third = recorded()[0]
    assert (first.question, first.outcome, first.follow_up) == (MILLS, "answered", False)
    assert first.confidence == pytest.approx(answer["confidence"], abs=1e-4)
    assert (first.reports, first.index) == (("xicheng-2022",), assistant.index)
    assert abs(first.at - time.time()) < 60
    assert (second.question, second.outcome, second.follow_up) == ("那违规广告牌呢？", "answered", True)
    assert (third.outcome, third.follow_up) == ("not_found", False)


def test_a_stream_that_is_left_early_is_kept_too(assistant, ledger_path):
    recorder = Recorder(ledger_path, 180)

    async def leave() -> None:
        events = Desk(assistant, recorder).stream(Question(MILLS))
        await anext(events)
        await events.aclose()  # type: ignore[attr-defined]

    run_apart(leave)
    recorder.close()
    assert [item.question for item in kept(ledger_path)[0]] == [MILLS]


def test_a_refused_question_is_not_kept(served):
    client, recorded = served
    assert client.post("/api/ask", json={"question": " "}).status_code == 422
    assert recorded()[0] == []


def test_a_vote_is_taken_and_masked(served, assistant):
    client, recorded = served
    body = {
        "question": MILLS,
        "index": assistant.index,
        "vote": "down",
        "reason": "wrong_figure",
        "comment": "请打13857991234",
    }
    response = client.post("/api/feedback", json=body)
    assert (response.status_code, response.content) == (204, b"")
    (vote,) = recorded()[1]
    assert (vote.question, vote.index, vote.vote, vote.reason) == (MILLS, assistant.index, "down", "wrong_figure")
    assert vote.comment == "请打〔手机号〕"


def test_a_later_vote_of_a_visit_takes_the_place_of_the_former(served, assistant):
    client, recorded = served

    def vote(kind, **fields):
        body = {"question": MILLS, "index": assistant.index, "vote": kind} | fields
        assert client.post("/api/feedback", json=body).status_code == 204

    vote("up", visit="a")
    vote("down", visit="a", reason="unclear")
    vote("up", visit="b")
    vote("up", visit="a", question="去年拆了多少违建？")
    vote("up", visit="a", index=INDEX)
    votes = [(v.question, v.index, v.vote, v.reason) for v in recorded()[1]]
    assert sorted(votes) == sorted(
        [
            (MILLS, assistant.index, "down", "unclear"),
            (MILLS, assistant.index, "up", ""),
            ("去年拆了多少违建？", assistant.index, "up", ""),
            (MILLS, INDEX, "up", ""),
        ]
    )


def test_what_tells_visits_apart_is_not_kept(served, assistant, ledger_path):
    client, recorded = served
    body = {"question": MILLS, "index": assistant.index, "vote": "up", "visit": "my-own-visit"}
    client.post("/api/feedback", json=body)
    client.post("/api/ask", json={"question": MILLS})
    recorded()
    assert b"my-own-visit" not in b"".join(file.read_bytes() for file in ledger_path.parent.iterdir())


def test_a_greeting_is_kept_as_small_talk(served):
    client, recorded = served
    for question in ("你好", "讲个笑话", "火星上有水吗？"):
        client.post("/api/ask", json={"question": question})
    assert [item.outcome for item in recorded()[0]] == ["small_talk", "small_talk", "not_found"]


def test_reasons_and_privacy_are_told(served):
    told = served[0].get("/api/feedback").json()
    assert told["reasons"] == dict(REASONS)
    assert "180天" in told["privacy"]


def test_without_a_recorder_nothing_is_kept_and_that_is_said(assistant, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with TestClient(create_app(assistant, ChatSettings()), base_url="http://127.0.0.1") as client:
        assert client.get("/api/feedback").json()["privacy"] == "您的问题和评价不会被保存。"
        assert client.post("/api/feedback", json={"question": MILLS, "index": INDEX, "vote": "up"}).status_code == 204
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_what_is_waiting_is_written_when_the_server_is_told_to_stop(seeds_index, tmp_path, stop):
    command = [sys.executable, "-m", "chat_app", "serve", "--index", str(seeds_index), "--port", "0"]
    environment = os.environ | {"WENZHENG_DATA": str(tmp_path / "kept")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[1]
            other = sqlite3.connect(tmp_path / "kept" / "wenzheng.sqlite3", isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            for _ in range(3):
                assert httpx.post(f"{address}/api/ask", json={"question": MILLS}, timeout=30).status_code == 200
            server.send_signal(stop)
            with pytest.raises(subprocess.TimeoutExpired):
                server.wait(1)  # it still has something to write
            other.close()
        finally:
            server.send_signal(stop)
            server.wait(30)
    assert [item.question for item in kept(tmp_path / "kept" / "wenzheng.sqlite3")[0]] == [MILLS] * 3


# What is refused


GOOD = {"question": MILLS, "index": INDEX, "vote": "up"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"question": None}, "question"),
        ({"question": " "}, "question"),
        ({"question": 7}, "question"),
        ({"question": "问" * 501}, "question"),
        ({"index": None}, "index"),
        ({"index": "sha256:x"}, "index"),
        ({"index": "sha256:" + "0" * 100}, "index"),
        ({"vote": None}, "vote"),
        ({"vote": "meh"}, "vote"),
        ({"vote": ["up"]}, "vote"),
        ({"reason": "because"}, "reason"),
        ({"reason": []}, "reason"),
        ({"comment": 1}, "comment"),
        ({"comment": "言" * 501}, "comment"),
    ],
)
def test_a_vote_that_cannot_be_taken_names_the_field_in_chinese(served, change, field):
    client, recorded = served
    response = client.post("/api/feedback", json=GOOD | change)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "bad_feedback")
    message = response.json()["error"]["message"]
    assert field in message
    assert not message.isascii()
    assert recorded()[1] == []


def test_the_longest_texts_are_taken():
    vote = read_vote(GOOD | {"question": "问" * 500, "comment": "言" * 500, "reason": None})
    assert (len(vote.question), len(vote.comment), vote.reason) == (500, 500, "")


def test_a_vote_is_an_object():
    with pytest.raises(FeedbackError, match="JSON"):
        read_vote([])
