"""Questions read as they were meant: typed wrong, asked in English, or going on with the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from chat_app import english
from chat_app.answers import Question
from chat_app.corrections import Corrected, Corrector
from chat_app.english import Translator
from chat_app.questions import LONGEST, Query, is_follow_up, read_question
from chat_app.typed import GREETING, is_courtesy
from indexer.corpus import Report
from indexer.vocabulary import Vocabulary

_WENT_ON = "接着前面的问题理解的。"


@dataclass(frozen=True)
class Understanding:
    """Reads questions by the words of ``vocabulary``; safe to share between threads."""

    vocabulary: Vocabulary

    @cached_property
    def _translator(self) -> Translator:
        return Translator(self.vocabulary)

    @cached_property
    def _corrector(self) -> Corrector:
        return Corrector(self.vocabulary)

    def read(
        self, question: Question, reports: Sequence[Report], *, as_typed: bool = False, follows: bool | None = None
    ) -> Query:
        """Return ``question`` as read against ``reports``, slips corrected unless ``as_typed``.

        ``follows`` is that of ``read_question``. Raises QuestionError for a question that cannot be asked.
        """
        question = replace(question, text=english.half_width(question.text))
        if is_courtesy(question.text):
            question = replace(question, text=GREETING, history=())
        question = replace(question, history=tuple(self._chinese(turn) or turn for turn in question.history))
        if not english.is_english(question.text):
            return read_question(question, reports, Corrected if as_typed else self._corrector.correct, follows)
        chinese = self._chinese(question.text)
        query = read_question(replace(question, text=chinese or question.text), reports, follows=follows)
        return replace(query, english=True, notes=(english.NOTE, *query.notes) if chinese else query.notes)

    def read_anew(self, question: Question, query: Query, reports: Sequence[Report]) -> Iterator[Query]:
        """Yield how else ``question`` may be meant than ``query``: as typed; going on with the one before, or not."""
        if query.corrected:
            yield self.read(question, reports, as_typed=True)
        if any(turn.strip() for turn in question.history):
            follows = not is_follow_up(question)
            other = self.read(question, reports, follows=follows)
            if follows:
                yield replace(other, notes=(_WENT_ON, *other.notes))
            elif any(len(word) > 1 for word in other.words):  # else it names no matter of its own
                yield other

    def _chinese(self, text: str) -> str | None:
        """Return an English text in Chinese, None for one in another language or one that is not understood."""
        readable = len(text) <= LONGEST and english.is_english(text)
        return self._translator.translate(text) if readable else None
