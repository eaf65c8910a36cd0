"""A process that has an assistant, and what goes on in it."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Thread

from chat_app.answerers import AnswererError, Result, preparing
from chat_app.answers import Answer, Question
from chat_app.assistant import Assistant
from indexer.corpus import Report


@dataclass(frozen=True, slots=True)
class _Source:
    """What an assistant is loaded from; ``generation`` is the digest of the bundle, None: the current one."""

    index: Path
    contact: str
    generation: str | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """A process that loads an assistant and does, one after the other, what it is given."""

    source: _Source
    pool: ProcessPoolExecutor

    @classmethod
    def start(cls, index: Path, contact: str) -> Process:
        """Return a process that loads the current generation of the bundle when it is first given something."""
        return cls(_Source(index, contact), _pool())

    def anew(self, generation: str | None) -> Process:
        """Return one like this, in which that ``generation`` is loaded; None: the current one."""
        return Process(replace(self.source, generation=generation), _pool())

    def submit(self, work: Callable[[Assistant], Result]) -> Future[Result]:
        """Have ``work`` done there; what comes of it is BrokenProcessPool if the process ends by itself."""
        try:
            return self.pool.submit(_work, self.source, work)
        except RuntimeError as error:  # it has ended, or was shut down
            refused: Future[Result] = Future()
            refused.set_exception(error if isinstance(error, BrokenProcessPool) else AnswererError(str(error)))
            return refused


def _pool() -> ProcessPoolExecutor:
    # Spawned, since a fork would copy the locks of this process' threads as they happen to be.
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Leave it to the server when to end, but end with it: a pool's process holds its own queue open for ever."""
    for number in (signal.SIGINT, signal.SIGTERM):  # sent to the whole group by a terminal or a supervisor
        signal.signal(number, signal.SIG_IGN)
    Thread(target=_end_with_the_server, daemon=True).start()


def _end_with_the_server() -> None:
    server = multiprocessing.parent_process()
    if server:
        server.join()
    os._exit(0)


def _work(source: _Source, work: Callable[[Assistant], Result]) -> Result:
    return work(_assistant(source))


@cache
def _assistant(source: _Source) -> Assistant:
    return Assistant.load(source.index, source.contact, source.generation)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a server shows of an assistant that it does not have."""

    reports: tuple[Report, ...]
    index: str
    degraded: str | None
    examples: tuple[str, ...]


def show(assistant: Assistant) -> Shown:
    """Return what is shown of ``assistant``."""
    return Shown(assistant.reports, assistant.index, assistant.degraded, assistant.examples())


def ask(question: Question, assistant: Assistant) -> tuple[Answer, tuple[str, ...]]:
    """Return an answer without its reports, which are long, and the ids of these."""
    answer = assistant.ask(question)
    return replace(answer, reports=()), tuple(report.id for report in answer.reports)


def prepare(assistant: Assistant) -> None:
    """Begin to find the suggestions in the background; stop that before the interpreter ends."""
    at_end = ExitStack()
    at_end.enter_context(preparing(assistant))
    atexit.register(at_end.close)
