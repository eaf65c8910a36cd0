"""What is asked and voted is kept: masked, off the answer's path, and no longer than it may be."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import httpx
import pytest
from fastapi.testclient import TestClient

from chat_app.answers import Question
from chat_app.api import create_app
from chat_app.desk import Desk
from chat_app.feedback import REASONS, AskedQuestion, FeedbackError, Vote, read_vote
from chat_app.ledger import MIGRATIONS, Ledger, LedgerError
from chat_app.recorder import Recorder
from chat_app.settings import ChatSettings
from tests.loops import run_apart

INDEX = "sha256:0a"
MILLS = "去年整治了多少家低效工业企业？"
DAY = 86_400


def asked(question: str = MILLS, at: int | None = None) -> AskedQuestion:
    return AskedQuestion(question, "answered", 0.9, ("xicheng-2022",), INDEX, at=int(time.time()) if at is None else at)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "wenzheng.sqlite3"


def kept(path: Path) -> tuple[list[AskedQuestion], list[Vote]]:
    ledger = Ledger.open(path)
    try:
        return ledger.asked(), ledger.votes()
    finally:
        ledger.close()


# Over HTTP


@pytest.fixture
def served(assistant, path):
    """A client of the whole application, and what it has recorded; reading that closes the recorder."""
    recorder = Recorder(path, 180)
    app = create_app(assistant, ChatSettings(), recorder)

    def recorded() -> tuple[list[AskedQuestion], list[Vote]]:
        recorder.close()
        return kept(path)

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


def test_a_stream_that_is_left_early_is_kept_too(assistant, path):
    recorder = Recorder(path, 180)

    async def leave() -> None:
        events = Desk(assistant, recorder).stream(Question(MILLS))
        await anext(events)
        await events.aclose()  # type: ignore[attr-defined]

    run_apart(leave)
    recorder.close()
    assert [item.question for item in kept(path)[0]] == [MILLS]


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


def test_what_tells_visits_apart_is_not_kept(served, assistant, path):
    client, recorded = served
    body = {"question": MILLS, "index": assistant.index, "vote": "up", "visit": "my-own-visit"}
    client.post("/api/feedback", json=body)
    client.post("/api/ask", json={"question": MILLS})
    recorded()
    assert b"my-own-visit" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


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


# Masked before storing


def test_what_identifies_a_person_never_reaches_the_disk(path):
    recorder = Recorder(path, 180)
    recorder.voted(Vote("身份证330784198507211234查一下", INDEX, "down", "other", "邮箱zhang@example.com"))
    recorder.close()
    (vote,) = kept(path)[1]
    assert vote.question == "身份证〔身份证号〕查一下"
    for file in path.parent.iterdir():
        assert b"19850721" not in file.read_bytes()
        assert b"example.com" not in file.read_bytes()


def test_half_a_surrogate_pair_and_control_characters_are_kept_from_the_file(path):
    recorder = Recorder(path, 180)
    recorder.voted(Vote("问\ud800\0\n题", INDEX, "up"))
    recorder.close()
    assert [vote.question for vote in kept(path)[1]] == ["问? 题"]


# Retention


def test_what_is_too_old_is_gone_from_the_file_for_good(path):
    ledger = Ledger.open(path)
    marked = "乌龟赛跑的经费是多少？"
    ledger.add([asked(marked, at=int(time.time()) - 181 * DAY), asked(at=int(time.time()) - 179 * DAY)])
    ledger.add([Vote(marked, INDEX, "down", "other", marked, at=int(time.time()) - 181 * DAY)])
    ledger.close()
    assert marked.encode() in path.read_bytes()
    recorder = Recorder(path, 180)
    recorder.voted(Vote(MILLS, INDEX, "up"))
    recorder.close()
    assert [item.question for item in kept(path)[0]] == [MILLS]
    assert [vote.question for vote in kept(path)[1]] == [MILLS]
    assert not any(marked.encode() in file.read_bytes() for file in path.parent.iterdir())


def test_what_is_removed_while_others_have_the_file_open_is_gone_too(path):
    other, ledger = Ledger.open(path), Ledger.open(path)
    ledger.add([asked("乌龟赛跑的经费是多少？", at=1)])
    assert len(other.asked()) == 1
    assert ledger.forget(2) == 1
    assert not any("乌龟".encode() in file.read_bytes() for file in path.parent.iterdir())
    ledger.close()
    other.close()


# The file


def test_what_is_added_is_read_again(path):
    records = [asked("一", at=1), asked("二", at=5)]
    votes = [Vote("一", INDEX, "down", "unclear", "看不懂", at=3)]
    ledger = Ledger.open(path)
    ledger.add([*records, *votes])
    assert (ledger.asked(), ledger.votes(), ledger.asked(since=2)) == (records, votes, records[1:])
    ledger.close()
    assert path.stat().st_mode & 0o077 == 0


def test_a_file_of_a_newer_version_is_left_alone(path):
    Ledger.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="newer version"):
        Ledger.open(path)
    assert path.read_bytes() == before


def test_several_threads_may_record_at_once(path):
    recorder = Recorder(path, 180)
    threads = [Thread(target=lambda: [recorder.voted(Vote(MILLS, INDEX, "up")) for _ in range(200)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorder.close()
    assert len(kept(path)[1]) == 1600


WRITER = """
import sys
from pathlib import Path
from chat_app.feedback import Vote
from chat_app.ledger import Ledger
ledger = Ledger.open(Path(sys.argv[1]))
for number in range(200):
    ledger.add([Vote(f"{sys.argv[2]}-{number}", "sha256:0", "up")])
ledger.close()
"""


def test_two_processes_may_write_at_once(path):
    processes = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in ("a", "b")]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert {vote.question for vote in kept(path)[1]} == {f"{name}-{n}" for name in ("a", "b") for n in range(200)}


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
