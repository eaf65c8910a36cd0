"""Where questions and votes are handed in: answers off the event loop, one after the other, and has them recorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import anyio
from fastapi import HTTPException

from chat_app.answers import Answer, Question
from chat_app.assistant import Assistant
from chat_app.composer import events_of
from chat_app.feedback import Vote
from chat_app.recorder import Recorder
from chat_app.topics import Topic, find_topics
from indexer.corpus import Report


class Desk:
    """An assistant made fit for many visitors at once; without a ``recorder``, nothing is kept of what they ask."""

    def __init__(self, assistant: Assistant, recorder: Recorder | None = None) -> None:
        self.assistant = assistant
        self._recorder = recorder
        self.reports = {report.id: report for report in assistant.reports}
        # An answer holds the interpreter, so that more threads would only take turns: with four, 50 clients made the
        # server switch threads 30 to 80 times a question instead of 20.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answers")
        self._topics: tuple[Topic, ...] | None = None
        self._finding = anyio.Lock()

    async def ask(self, question: Question, visitor: str = "") -> Answer:
        """Return the answer to what a ``visitor`` asks; raises QuestionError for a question that cannot be asked."""
        answer = await asyncio.get_running_loop().run_in_executor(self._thread, self.assistant.ask, question)
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
                find = partial(find_topics, self.assistant.answer, self.assistant.reports)
                self._topics = await anyio.to_thread.run_sync(find)  # it takes long; no answer waits for it
            return self._topics

    def report(self, report_id: str) -> Report:
        """Return a report by its id; raises HTTPException 404 where there is none."""
        if report_id not in self.reports:
            raise HTTPException(404, f"没有编号为“{report_id[:80]}”的报告。")
        return self.reports[report_id]
