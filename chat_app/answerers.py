"""What answers behind a server: an assistant, and the thread that it works on."""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from typing import TypeVar

from chat_app.answers import Answer, Question
from chat_app.assistant import Assistant
from indexer.corpus import Report

Result = TypeVar("Result")


class AnswererError(Exception):
    """No answer can be had, whatever is asked; the message says why and what to do."""


class Answerer(ABC):
    """An assistant made fit for many visitors at once; ``fault`` says why it can answer nothing, None if it can."""

    fault: str | None = None

    @property
    @abstractmethod
    def reports(self) -> tuple[Report, ...]:
        """The reports that are searched."""

    @property
    @abstractmethod
    def index(self) -> str:
        """The digest of the bundle."""

    @property
    @abstractmethod
    def degraded(self) -> str | None:
        """Why an older generation of the bundle is served, None when all is well."""

    @abstractmethod
    def examples(self) -> tuple[str, ...]:
        """Return the example questions of the reports, those that are answered."""

    @abstractmethod
    async def ask(self, question: Question) -> Answer:
        """Return the answer to a visitor's question; raises QuestionError for one that cannot be asked."""

    @abstractmethod
    def call(self, work: Callable[[Assistant], Result]) -> Result:
        """Return what ``work`` makes of the assistant, a fraction of a second each; for threads that may wait."""

    @abstractmethod
    def prepare(self) -> None:
        """Have the suggestions found in the background, so that no visitor waits for them; returns at once."""

    @abstractmethod
    def close(self) -> None:
        """Stop what goes on in the background; nothing is asked any more."""


class InThread(Answerer):
    """Answers in this process, on a thread of its own."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        # An answer holds the interpreter, so that more threads would only take turns: with four, 50 clients made the
        # server switch threads 30 to 80 times a question instead of 20.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answers")
        self._at_end = contextlib.ExitStack()

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports that are searched."""
        return self._assistant.reports

    @property
    def index(self) -> str:
        """The digest of the bundle."""
        return self._assistant.index

    @property
    def degraded(self) -> str | None:
        """Why an older generation of the bundle is served, None when all is well."""
        return self._assistant.degraded

    def examples(self) -> tuple[str, ...]:
        """Return the example questions of the reports, those that are answered."""
        return self._assistant.examples()

    async def ask(self, question: Question) -> Answer:
        """Return the answer to a visitor's question, one computed after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._assistant.ask, question)

    def call(self, work: Callable[[Assistant], Result]) -> Result:
        """Return what ``work`` makes of the assistant, on the calling thread: no answer waits for it."""
        return work(self._assistant)

    def prepare(self) -> None:
        """Have the suggestions found in the background."""
        self._at_end.enter_context(preparing(self._assistant))

    def close(self) -> None:
        """Stop what goes on in the background."""
        self._at_end.close()
        self._thread.shutdown()


@contextlib.contextmanager
def preparing(assistant: Assistant) -> Iterator[Thread]:
    """Have the suggestions found in the background; stop that at the end."""
    stopped = Event()
    thread = Thread(target=assistant.suggester.prepare, args=(stopped,), name="suggestions", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        stopped.set()
        thread.join()
