"""Answers from a second process: the same answers, whatever becomes of that process."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import closing
from dataclasses import replace
from functools import partial

import anyio
import httpx
import pytest

from chat_app.answerers import AnswererError, InThread
from chat_app.answering_process import InProcess, start_answering
from chat_app.answers import Outcome, Question, QuestionError
from chat_app.desk import Desk
from chat_app.popular import most_asked
from chat_app.topics import find_topics
from indexer.build import build_index
from indexer.encoders import load_encoder
from indexer.settings import IndexSettings
from tests.conftest import HILL, RIVER
from tests.loops import run_apart

MILLS = "去年整治了多少家低效工业企业？"
FOUND = "拆除了多少处违章搭建？"
IN_VAIN = "火星上有水吗？"


# What the other process is told to do; it knows it by name.


def pid(_assistant):
    return os.getpid()


def threads(_assistant):
    return [thread.name for thread in threading.enumerate()]


def die(_assistant):
    os._exit(1)


def die_once(mark, _assistant):
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return "done"


@pytest.fixture(scope="module")
def answerer(seeds_index):
    with closing(InProcess(seeds_index, "热线 12345")) as answerer:
        yield answerer


def ask(answerer, *texts):
    """Ask all questions at once."""

    async def ask_all():
        answers = [None] * len(texts)

        async def ask(place, text):
            answers[place] = await answerer.ask(Question(text))

        async with anyio.create_task_group() as tasks:
            for place, text in enumerate(texts):
                tasks.start_soon(ask, place, text)
        return answers

    return run_apart(ask_all)


def untimed(answer):
    return replace(answer, elapsed_ms=0.0)


def test_the_answers_are_the_same_and_so_is_what_is_shown(answerer, seeds_index, assistant):
    here = replace(assistant, contact="热线 12345")
    texts = (FOUND, MILLS, IN_VAIN, "你好")
    assert [untimed(a) for a in ask(answerer, *texts)] == [untimed(here.ask(Question(text))) for text in texts]
    assert (answerer.reports, answerer.index, answerer.degraded) == (here.reports, here.index, None)
    assert answerer.examples() == here.examples()
    assert answerer.call(pid) != os.getpid()


def test_a_question_refused_is_refused_here_with_its_code(answerer):
    async def refused():
        with pytest.raises(QuestionError) as error:
            await answerer.ask(Question("十无村", report="x"))
        return error.value

    error = run_apart(refused)
    assert (str(error), error.code) == ("没有编号为“x”的报告。", "unknown_report")


def test_topics_and_what_is_asked_most_are_found_over_there(answerer, assistant):
    assert run_apart(Desk(answerer).topics) == find_topics(assistant.answer, assistant.reports)
    asked = [(assistant.examples()[0], visit) for visit in ("a.1", "a.2", "a.3")]
    assert most_asked(asked, answerer, answerer.examples()) == assistant.examples()[:1]


def test_suggestions_are_prepared_over_there(seeds_index):
    with closing(InProcess(seeds_index, "")) as answerer:
        assert "suggestions" not in answerer.call(threads)
        answerer.prepare()
        assert "suggestions" in answerer.call(threads)
    assert "suggestions" not in threads(None)


def test_on_one_core_there_is_one_process(seeds_index):
    with closing(start_answering(seeds_index, "", cores=1)) as answerer:
        assert isinstance(answerer, InThread)
    with closing(start_answering(seeds_index, "", cores=2)) as answerer:
        assert isinstance(answerer, InProcess)


def test_questions_pending_when_it_is_killed_are_answered_by_another(seeds_index):
    with closing(InProcess(seeds_index, "")) as answerer:
        first = answerer.call(pid)
        os.kill(first, signal.SIGSTOP)  # so that all of them are pending
        killing = threading.Timer(0.3, os.kill, (first, signal.SIGKILL))
        killing.start()
        answers = ask(answerer, *(f"{FOUND}{'谢谢' * number}" for number in range(8)))
        killing.join()
        assert [answer.short for answer in answers] == ["400余处"] * 8
        assert answerer.call(pid) != first
        assert "suggestions" in answerer.call(threads)


def test_one_that_was_killed_while_nobody_asked_is_replaced_for_who_asks_next(start_server, seeds_index):
    with (
        closing(InProcess(seeds_index, "")) as answerer,
        start_server(answerer) as server,
        httpx.Client(base_url=server.address, timeout=30) as client,
    ):
        for _ in range(2):
            os.kill(answerer.call(pid), signal.SIGKILL)
            assert client.post("/api/ask", json={"question": FOUND}).json()["short"] == "400余处"
        assert client.get("/readyz").json()["status"] == "ready"


def test_what_ends_it_is_tried_once_more_and_no_oftener(answerer, tmp_path):
    assert answerer.call(partial(die_once, tmp_path / "mark")) == "done"
    with pytest.raises(AnswererError, match="ended twice"):
        answerer.call(die)
    assert ask(answerer, FOUND)[0].outcome is Outcome.ANSWERED


@pytest.fixture
def changing(tmp_path):
    """An index, and what builds it anew from another text."""
    reports, index = tmp_path / "reports", tmp_path / "index"
    reports.mkdir()

    def build(text):
        (reports / "river.txt").write_text(text, encoding="utf-8")
        build_index([reports], index, load_encoder(), IndexSettings())

    build(RIVER)
    return index, build


def test_another_one_loads_what_the_server_shows_or_says_that_it_is_gone(changing, start_server, caplog):
    index, build = changing
    with (
        closing(InProcess(index, "")) as answerer,
        start_server(answerer) as server,
        httpx.Client(base_url=server.address, timeout=30) as client,
    ):
        asked = {"question": "完成河道整治多少公里？"}
        before = client.post("/api/ask", json=asked).json()
        assert (before["short"], before["index"]) == ("12公里", answerer.index)
        build(RIVER.replace("12公里", "19公里"))
        os.kill(answerer.call(pid), signal.SIGKILL)
        after = client.post("/api/ask", json=asked).json()
        assert (after["short"], after["index"]) == ("12公里", before["index"])
        build(HILL)
        os.kill(answerer.call(pid), signal.SIGKILL)
        refused = client.post("/api/ask", json=asked)
        assert (refused.status_code, refused.json()["error"]["message"]) == (503, "系统正忙或正在准备，请稍后再试。")
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
    assert "is gone, builds have replaced it" in caplog.text
