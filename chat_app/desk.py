"""Where questions and votes are handed in: has them answered off the event loop, and recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from operator import methodcaller

import anyio
from fastapi import HTTPException

from chat_app.answerers import Answerer, InThread
from chat_app.answers import Answer, Question
from chat_app.assistant import Assistant
from chat_app.composer import events_of
from chat_app.feedback import Vote
from chat_app.recorder import Recorder
from chat_app.topics import Topic, find_topics
from indexer.corpus import Report


class Desk:
    """Where visitors ask an assistant, or what stands for one; without a ``recorder``, nothing is kept of it."""

    def __init__(self, assistant: Assistant | Answerer, recorder: Recorder | None = None) -> None:
        self.answerer = assistant if isinstance(assistant, Answerer) else InThread(assistant)
        self._recorder = recorder
        self.reports = {report.id: report for report in self.answerer.reports}
        self._topics: tuple[Topic, ...] | None = None
        self._finding = anyio.Lock()

    async def ask(self, question: Question, visitor: str = "") -> Answer:
        """Return the answer to what a ``visitor`` asks; raises QuestionError for a question that cannot be asked."""
        answer = await self.answerer.ask(question)
        if self._recorder:
            self._recorder.asked(question, answer, visitor)
        return answer

    async def stream(self, question: Question, visitor: str = "") -> AsyncIterator[tuple[str, object]]:
        """Yield the events of an answer, name and data; raises as ``ask`` does, before the first of them."""
        for event in events_of(await self.ask(question, visitor)):
            yield event

    def vote(self, vote: Vote, visitor: str = "") -> None:
        """Take a vote; returns at once."""
        if self._recorder:
            self._recorder.voted(vote, visitor)

    async def topics(self) -> tuple[Topic, ...]:
        """Return the questions that the headings suggest; found when they are first wanted, so that no start waits."""
        async with self._finding:
            if self._topics is None:
                find = partial(find_topics, self._answer, tuple(self.reports.values()))
                self._topics = await anyio.to_thread.run_sync(find)  # it takes long; no answer waits for all of it
            return self._topics

    def _answer(self, question: Question) -> Answer:
        answer: Answer = self.answerer.call(methodcaller("answer", question))
        return answer

    def report(self, report_id: str) -> Report:
        """Return a report by its id; raises HTTPException 404 where there is none."""
        if report_id not in self.reports:
            raise HTTPException(404, f"没有编号为“{report_id[:80]}”的报告。")
        return self.reports[report_id]
