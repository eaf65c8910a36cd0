"""Answers computed in a second process, so that HTTP and answering do not take turns at one interpreter.

The process loads the bundle, and this one keeps of it only what is shown. It ends with this one, however that ends; if
it ends before, it is started anew with the same generation, and what it was asked is asked once more.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock

from chat_app.answerers import Answerer, AnswererError, InThread, Result
from chat_app.answers import Answer, Question
from chat_app.assistant import Assistant
from chat_app.assistant_process import Process, Shown, ask, prepare, show
from indexer.corpus import IndexerError, Report

_log = logging.getLogger(__name__)


def start_answering(index: Path, contact: str, cores: int) -> Answerer:
    """Return what answers from the bundle at ``index``: in a second process, if there are ``cores`` for two.

    Raises BundleError and EmbedderError as ``Assistant.load`` does, or AnswererError when first used.
    """
    if cores > 1:
        return InProcess(index, contact)
    return InThread(Assistant.load(index, contact))


def usable_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class InProcess(Answerer):
    """Answers in a process of its own, which is still loading when this returns.

    What is used first waits for it, and raises AnswererError where no assistant can be loaded.
    """

    def __init__(self, index: Path, contact: str) -> None:
        self._process = Process.start(index, contact)
        self._renewing = Lock()
        self._closed = False
        self._shown: Future[Shown] = Future()
        self._try(show, self._shown, again=True)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports that are searched."""
        return self._shown.result().reports

    @property
    def index(self) -> str:
        """The digest of the bundle."""
        return self._shown.result().index

    @property
    def degraded(self) -> str | None:
        """Why an older generation of the bundle is served, None when all is well."""
        return self._shown.result().degraded

    def examples(self) -> tuple[str, ...]:
        """Return the example questions of the reports, those that are answered."""
        return self._shown.result().examples

    async def ask(self, question: Question) -> Answer:
        """Return the answer to a visitor's question, one computed after the other; raises AnswererError for none."""
        answer, found = await asyncio.wrap_future(self._submit(partial(ask, question)))
        by_id = {report.id: report for report in self.reports}
        return replace(answer, reports=tuple(by_id[name] for name in found))

    def call(self, work: Callable[[Assistant], Result]) -> Result:
        """Return what ``work`` makes of the assistant; both have to be picklable, and visitors wait meanwhile."""
        return self._submit(work).result()

    def prepare(self) -> None:
        """Have the suggestions found in the background, over there."""
        self._try(prepare, Future(), again=False)

    def close(self) -> None:
        """End the process, once it has answered what it was asked."""
        with self._renewing:
            self._closed = True
        self._process.pool.shutdown()

    def _submit(self, work: Callable[[Assistant], Result]) -> Future[Result]:
        answered: Future[Result] = Future()
        answered.set_running_or_notify_cancel()  # a visitor who leaves cannot make it fail for want of a taker
        self._try(work, answered, again=True)
        return answered

    def _try(self, work: Callable[[Assistant], Result], answered: Future[Result], *, again: bool) -> None:
        process = self._process

        def done(tried: Future[Result]) -> None:
            error = tried.exception()
            if again and isinstance(error, BrokenProcessPool) and self._renew(process):
                self._try(work, answered, again=False)
            elif error:
                answered.set_exception(self._told(error))
            else:
                self.fault = None
                answered.set_result(tried.result())

        process.submit(work).add_done_callback(done)

    def _renew(self, ended: Process) -> bool:
        """Start another process in place of one that ended, unless that was done already; tell whether there is one."""
        with self._renewing:
            if self._closed:
                return False
            if self._process is not ended:
                return True
            _log.warning("the process that answers has ended by itself; another one is started")
            known = self._shown.done() and not self._shown.exception()
            self._process = ended.anew(self.index if known else None)
        self.prepare()
        return True

    def _told(self, error: BaseException) -> BaseException:
        """Return ``error`` as it is told here; what keeps every question from being answered is noted."""
        if isinstance(error, BrokenProcessPool):
            return AnswererError(
                "the process that answers ended twice; look for what ends it, such as a lack of memory"
            )
        if not isinstance(error, IndexerError):
            return error
        if self._shown.done() and self.fault != str(error):
            self.fault = str(error)
            _log.error("nothing can be answered: %s", error)
        return AnswererError(str(error))
