"""Writes down what was asked and voted, in a thread of its own: no answer waits for it, and none fails by it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Thread

from chat_app.alike import wording
from chat_app.answers import Answer, Question
from chat_app.feedback import AskedQuestion, Vote
from chat_app.ledger import Ledger, LedgerError
from chat_app.masking import mask
from chat_app.visits import mark

_WAITING = 2_000
"""Records that may wait to be written; beyond that new ones are dropped."""
_DAY = 86_400
_GATHER = 0.2
"""Seconds in which further records are waited for, since writing one by one would cost a tenth of all answering."""
_RETRY = 30.0
"""Seconds until the file is tried again after it could not be written."""
_log = logging.getLogger(__name__)

Record = AskedQuestion | Vote


class Recorder:
    """Keeps records in the ledger at ``path`` for ``days`` days, masked; safe to use from several threads.

    A file that cannot be written is told in the log once, and tried again every ``retry`` seconds.
    """

    def __init__(self, path: Path, days: int, retry: float = _RETRY) -> None:
        self.path, self._days, self._retry = path, days, retry
        self._waiting: Queue[Callable[[], Record] | None] = Queue(_WAITING)
        self._ledger: Ledger | None = None
        self._pending: list[Record] = []
        self._forget_at = self._try_at = 0.0
        self._complaint = ""
        self._dropped = 0
        self._thread = Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def asked(self, question: Question, answer: Answer, visitor: str = "") -> None:
        """Hand in a question and its answer; returns at once."""
        self._hand_in(partial(AskedQuestion.of, question, answer, int(time.time()), visitor))

    def voted(self, vote: Vote, visitor: str = "") -> None:
        """Hand in a vote; returns at once."""
        known = visitor or (vote.visit and f".{vote.visit}")
        self._hand_in(lambda: replace(vote, visit=mark(known, "vote", vote.visit, vote.index)))

    def close(self, timeout: float = 10.0) -> None:
        """Write what is waiting and stop; gives up after ``timeout`` seconds."""
        try:
            self._waiting.put(None, timeout=timeout)
        except Full:
            return
        self._thread.join(timeout)

    def _hand_in(self, made: Callable[[], Record]) -> None:
        try:
            self._waiting.put_nowait(made)
        except Full:
            self._dropped += 1

    def _run(self) -> None:
        closing = False
        while not closing:
            closing = self._collect()
            if closing or time.monotonic() >= self._try_at:
                self._write()
        self._leave()

    def _collect(self) -> bool:
        """Wait until something is to be done, and take what was handed in; True when asked to stop."""
        now = time.monotonic()
        due = max(self._try_at, now if self._pending else self._forget_at)
        try:
            made = self._waiting.get(timeout=max(due - now, 0.001))
            if made:
                time.sleep(_GATHER)
            while made:
                if len(self._pending) < _WAITING:
                    self._pending.append(_masked(made()))
                else:
                    self._dropped += 1
                made = self._waiting.get_nowait()
        except Empty:
            return False
        return True

    def _write(self) -> None:
        now = time.monotonic()
        try:
            ledger = self._opened()
            if self._pending:
                ledger.add(self._pending)
                self._pending.clear()
            if now >= self._forget_at:
                ledger.forget(int(time.time()) - self._days * _DAY)
                self._forget_at = now + _DAY
        except LedgerError as error:
            self._leave()
            self._try_at = now + self._retry
            if self._complaint != str(error):
                _log.error("questions and votes are not being recorded, the chat goes on: %s", error)
            self._complaint = str(error)
            return
        if self._complaint or self._dropped:
            _log.warning("questions and votes are being recorded again; %d were lost", self._dropped)
        self._complaint, self._dropped = "", 0

    def _opened(self) -> Ledger:
        if self._ledger and not self._ledger.is_in_place():
            self._leave()
        if not self._ledger:
            self._ledger = Ledger.open(self.path)
        return self._ledger

    def _leave(self) -> None:
        ledger, self._ledger = self._ledger, None
        if ledger:
            try:
                ledger.close()
            except LedgerError as error:
                _log.warning("%s", error)


def _masked(record: Record) -> Record:
    question = mask(_storable(record.question))
    if isinstance(record, Vote):
        visit = mark(record.visit, wording(question))
        return replace(record, question=question, comment=mask(_storable(record.comment)), visit=visit)
    earlier = mask(_storable(record.earlier))
    visit = mark(record.visit, wording(question, earlier))
    return replace(record, question=question, earlier=earlier, nearest=_storable(record.nearest), visit=visit)


def _storable(text: str) -> str:
    """Return ``text`` on one line and without what UTF-8 cannot hold."""
    return " ".join(text.replace("\0", " ").encode(errors="replace").decode().split())
