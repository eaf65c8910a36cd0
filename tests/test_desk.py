"""Many visitors at one desk: whose answer is computed when."""

import threading

import anyio
import pytest

from chat_app.answerers import InThread
from chat_app.answers import Answer, Outcome, Question, QuestionError
from chat_app.desk import Desk
from chat_app.topics import find_topics
from tests.loops import run_apart


class Counting:
    """An assistant that notes which questions it answered, how many of them at once, and on which threads."""

    def __init__(self, reports=(), answer=None):
        self.reports, self.answer = reports, answer
        self.asked, self.threads = [], set()
        self.inside = self.most = 0

    def ask(self, question):
        self.inside += 1
        self.most = max(self.most, self.inside)
        threading.Event().wait(0.002)
        self.inside -= 1
        self.asked.append(question.text)
        self.threads.add(threading.current_thread())
        if not question.text:
            raise QuestionError("请写下问题。")
        return Answer(Outcome.NOT_FOUND, question.text, 0.5, "sha256:0", 1.0)


def test_answers_are_computed_one_after_the_other_off_the_event_loop_and_each_goes_to_who_asked():
    assistant = Counting()
    questions = [f"第{number}问" for number in range(20)]
    told = {}

    async def ask(desk, text):
        told[text] = (await desk.ask(Question(text))).text

    async def ask_all():
        desk = Desk(assistant)
        async with anyio.create_task_group() as tasks:
            for text in questions:
                tasks.start_soon(ask, desk, text)
        return threading.current_thread()

    loop = run_apart(ask_all)
    assert told == {text: text for text in questions}
    assert assistant.asked == questions
    assert assistant.most == 1
    assert assistant.threads.isdisjoint({loop})


def test_a_question_refused_holds_up_no_other():
    desk = Desk(Counting())

    async def ask_twice():
        with pytest.raises(QuestionError):
            await desk.ask(Question(""))
        return await desk.ask(Question("问"))

    assert run_apart(ask_twice).text == "问"


class Noting(InThread):
    """Notes what is asked of the assistant beside the questions of visitors."""

    called: int = 0

    def call(self, work):
        self.called += 1
        return super().call(work)


def test_the_topics_are_asked_for_one_by_one_so_that_visitors_come_in_between(assistant):
    answerer = Noting(assistant)
    topics = run_apart(Desk(answerer).topics)
    assert topics == find_topics(assistant.answer, assistant.reports)
    assert answerer.called >= sum(len(topic.questions) for topic in topics) > 10


def test_no_answer_waits_for_the_topics(bundle):
    answered, waited = threading.Event(), []

    def answer(question):
        waited.append(answered.wait(20))
        return Answer(Outcome.NOT_FOUND, "报告里没有提到。", 0.5, "sha256:0", 1.0)

    async def ask_meanwhile():
        desk = Desk(Counting(bundle.reports, answer))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(desk.topics)
            await anyio.sleep(0.05)
            await desk.ask(Question("问"))
            answered.set()

    run_apart(ask_meanwhile)
    assert waited
    assert all(waited)
