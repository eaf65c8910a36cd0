"""Where questions are handed in: answers them off the event loop, a few at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator

import anyio
from fastapi import HTTPException

from chat_app.answers import Answer, Question
from chat_app.assistant import Assistant
from indexer.corpus import Report

_AT_ONCE = 4  # answers computed side by side; they are short and hold the interpreter, more would only take turns


class Desk:
    """An assistant made fit for many visitors at once."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.reports = {report.id: report for report in assistant.reports}
        self._limiter = anyio.CapacityLimiter(_AT_ONCE)

    async def ask(self, question: Question) -> Answer:
        """Return the answer; raises QuestionError for a question that cannot be asked."""
        return await anyio.to_thread.run_sync(self.assistant.ask, question, limiter=self._limiter)

    async def stream(self, question: Question) -> AsyncIterator[tuple[str, object]]:
        """Yield the events of an answer, name and data; raises as ``ask`` does, before the first of them."""
        events = self.assistant.stream(question)
        while event := await anyio.to_thread.run_sync(next, events, None, limiter=self._limiter):
            yield event

    def report(self, report_id: str) -> Report:
        """Return a report by its id; raises HTTPException 404 where there is none."""
        if report_id not in self.reports:
            raise HTTPException(404, f"没有编号为“{report_id[:80]}”的报告。")
        return self.reports[report_id]
