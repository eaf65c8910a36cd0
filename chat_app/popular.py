"""Which of the questions that we offer are asked most: counted from what was asked, by how many visitors.

Only our own wordings are ever shown, those of examples, headings and suggestions: a question that visitors thought up
could hold what is nobody's business, or be asked from three networks only to stand on the page.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from threading import Lock, Thread

from chat_app.alike import wording
from chat_app.answerers import Answerer, AnswererError
from chat_app.answers import Answer, Outcome, Question, QuestionError
from chat_app.assistant import Assistant
from chat_app.ledger import Ledger, LedgerError
from chat_app.rewording import HEADING

VISITORS = 3
"""Visitors who must have asked a question, within one week, before others are shown it."""
MOST = 4
_SINCE = 30 * 86_400
_FRESH = 600.0
"""Seconds until the count is taken anew."""
_TRIED = 40
_LOG = logging.getLogger(__name__)


class Popular:
    """The questions asked most, as last counted; counting takes place in a thread of its own."""

    def __init__(self, path: Path, answerer: Answerer, examples: Sequence[str], fresh: float = _FRESH) -> None:
        self._path, self._answerer, self._examples, self._fresh = path, answerer, examples, fresh
        self._found: tuple[str, ...] = ()
        self._due = 0.0
        self._counting = Lock()

    def questions(self) -> tuple[str, ...]:
        """Return the questions at once, the most asked first; none at the start, while they are being counted."""
        if time.monotonic() >= self._due and self._counting.acquire(blocking=False):
            Thread(target=self._count, name="popular", daemon=True).start()
        return self._found

    def _count(self) -> None:
        try:
            self._found = most_asked(self._read(), self._answerer, self._examples)
        except (LedgerError, AnswererError) as error:
            _LOG.warning("the questions asked most cannot be counted: %s", error)
        finally:
            self._due = time.monotonic() + self._fresh
            self._counting.release()

    def _read(self) -> list[tuple[str, str]]:
        if not self._path.exists():
            return []
        ledger = Ledger.open(self._path)
        try:
            return ledger.answered(int(time.time()) - _SINCE)
        finally:
            ledger.close()


def most_asked(asked: Iterable[tuple[str, str]], answerer: Answerer, examples: Sequence[str]) -> tuple[str, ...]:
    """Return our own wordings of what enough visitors asked and is answered, the most asked first.

    ``asked`` are questions with the marks of who asked them.
    """
    marks: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    for question, visit in asked:
        key = wording(question)
        marks.setdefault(key, set()).add(visit)
        texts.setdefault(key, question)
    found: dict[str, None] = {}
    often = sorted((key for key in marks if _visitors(marks[key]) >= VISITORS), key=lambda key: -len(marks[key]))
    for key in often[:_TRIED]:
        if len(found) < MOST and (ours := answerer.call(partial(_offered, texts[key], examples))):
            found[ours] = None
    return tuple(found)


def _visitors(marks: Iterable[str]) -> int:
    """Return how many visitors there were for certain: those of one secret, where nobody is counted twice."""
    return max(Counter(visit.partition(".")[0] for visit in marks).values())


def _offered(question: str, examples: Sequence[str], assistant: Assistant) -> str | None:
    """Return the question of ours that ``question`` repeats, if the reports still answer it."""
    try:
        answer = assistant.answer(Question(question))
    except QuestionError:  # masking may have made it too long
        return None
    if answer.outcome is not Outcome.ANSWERED:
        return None
    ours = (*examples, *_of_headings(answer), *assistant.suggester.offered_for(answer))
    return next((text for text in ours if wording(text) == wording(question)), None)


def _of_headings(answer: Answer) -> list[str]:
    """Return the questions that the headings over what is cited make."""
    return [HEADING[c.period.scope].format(c.path[-1]) for c in answer.citations if c.path]
