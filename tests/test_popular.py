"""The questions asked most: of several visitors, answered, in our own words."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest

from chat_app.answerers import InThread
from chat_app.answers import Question
from chat_app.api import create_app
from chat_app.feedback import AskedQuestion
from chat_app.ledger import FILE_NAME, Ledger
from chat_app.popular import MOST, VISITORS, Popular, most_asked
from chat_app.recorder import Recorder
from chat_app.server import configure
from chat_app.settings import ChatSettings
from tests.conftest import run_server

MILLS = "去年整治了多少家低效工业企业？"


def by(question, *visitors):
    return [(question, visitor) for visitor in visitors]


THREE = ("a.1", "a.2", "a.3")


@pytest.fixture(scope="module")
def example(assistant):
    return assistant.examples()[0]


@pytest.fixture(scope="module")
def suggestion(assistant, example):
    return assistant.ask(Question(example)).suggestions[0]


def test_what_three_visitors_asked_is_offered_the_most_asked_first(assistant, example, suggestion):
    asked = [*by(example, *THREE), *by(suggestion.rstrip("？"), *THREE, "a.4")]
    assert most_asked(asked, InThread(assistant), assistant.examples()) == (suggestion, example)


@pytest.mark.parametrize(
    "visitors",
    [("a.1", "a.2"), ("a.1", "a.2", "a.2"), ("a.1", "a.2", "b.1"), ("a.1", "b.1", "c.1")],
    ids=["two", "one of two twice", "perhaps two", "perhaps one, in three weeks"],
)
def test_what_fewer_visitors_asked_for_certain_is_not_offered(assistant, example, visitors):
    assert most_asked(by(example, *visitors), InThread(assistant), assistant.examples()) == ()


@pytest.mark.parametrize(
    "question",
    [
        "张三家去年拆除了多少处违章搭建？",  # answered, but a visitor's own words
        "我叫〔姓名〕，去年整治了多少家低效工业企业？",
        "地铁什么时候开通？",  # not answered
        "你好",
        "问" * 502,
    ],
)
def test_no_words_of_visitors_are_shown_to_others(assistant, question):
    assert most_asked(by(question, *THREE), InThread(assistant), assistant.examples()) == ()


def test_the_list_is_short(assistant):
    examples = assistant.examples()
    asked = [pair for question in examples for pair in by(question, *THREE)]
    assert len(examples) > MOST
    assert len(most_asked(asked, InThread(assistant), examples)) == MOST


def test_the_page_offers_them_and_without_any_what_staff_chose(assistant, example, tmp_path):
    path = tmp_path / FILE_NAME
    ledger = Ledger.open(path)
    records = [AskedQuestion(example, "answered", 0.9, (), "sha256:0", visit=visit) for visit in THREE]
    ledger.add([*records, AskedQuestion("地铁什么时候开通？", "not_found", 0.1, (), "sha256:0", visit="a.1")])
    assert ledger.answered() == [(example, visit) for visit in THREE]
    ledger.close()
    recorder = Recorder(path, 180)
    with (
        run_server(configure(create_app(assistant, ChatSettings(), recorder))) as server,
        httpx.Client(base_url=server.address, timeout=30) as client,
    ):
        first = client.get("/").text
        assert "大家常问" not in first  # not counted yet
        assert first.count(f">{example}</button>") == 1
        deadline = time.monotonic() + 20
        while "大家常问" not in (page := client.get("/").text):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    recorder.close()
    popular, _, others = page.partition("常见问题")
    assert f">{example}</button>" in popular
    assert f">{example}</button>" not in others
    assert others.count('class="ask"') >= 2


def test_a_file_that_cannot_be_read_leaves_the_page_as_it_is(assistant, tmp_path, caplog):
    path = Path(tmp_path / FILE_NAME)
    path.write_bytes(b"no database, " * 100)
    popular = Popular(path, InThread(assistant), assistant.examples())
    assert popular.questions() == ()
    deadline = time.monotonic() + 20
    while "cannot be counted" not in caplog.text:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert popular.questions() == ()


def test_three_is_the_least():
    assert VISITORS >= 3
