"""What a question asks: content words, kind of answer, scope and year, and what a follow-up refers to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chat_app.answers import Question, QuestionError
from chat_app.corrections import Corrected
from chat_app.typed import as_written
from chat_app.wording import (
    Kind,
    asked_noun,
    is_stop_word,
    kind_of,
    refers_back,
    scope_of,
    unit_of,
    without_asking,
)
from indexer.corpus import Report, Scope
from indexer.knowledge.word_lists import FILLERS, read_words
from indexer.lexicon import normalise, tokenize, words

LONGEST = 500
"""Characters a question may have."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*(?:年|\D|$))")
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,12})[”\"」』]")
_REPORT_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?度?(?:的|那[份年次]|政府|国务院|开|全国)*(?:工作)?(?:报告|两会)")
_FIVE_YEAR_PLANS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}


@dataclass(frozen=True, slots=True)
class Query:
    """A question as read.

    ``words`` are the content words, ``tokens`` those of the keyword index made from them, ``content`` all of them as
    one text for the embedder; ``focus`` the tokens of this question alone and ``own`` its text, a
    follow-up's topic left out. ``unit`` is
    the unit asked for (多少家 → 家), ``noun`` what stands behind the question word (多少册书 → 书), ``""`` where none
    is named. ``year`` is the calendar year asked for and ``scope`` done or planned, None where the question leaves
    them open; ``years`` are all years named, those of a five-year plan among them, and ``report_year`` is the year of
    the report meant (2016年报告里…). ``both`` says that years are to be set side by side, ``notes`` how relative ones
    were read, ``english`` that it was asked in English, ``corrected`` that slips were put right in it.
    """

    text: str
    content: str
    tokens: tuple[str, ...]
    words: tuple[str, ...]
    kind: Kind
    focus: frozenset[str]
    own: str = ""
    unit: str = ""
    noun: str = ""
    scope: Scope | None = None
    year: int | None = None
    years: tuple[int, ...] = ()
    report_year: int | None = None
    both: bool = False
    notes: tuple[str, ...] = ()
    english: bool = False
    corrected: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether it takes its topic from the question before."""
        return self.own != self.content


def read_question(
    question: Question,
    reports: Sequence[Report],
    corrected: Callable[[str], Corrected] = Corrected,
    follows: bool | None = None,
) -> Query:
    """Read ``question`` against the ``reports`` searched, which give 去年 its year and the place its name.

    ``corrected`` reads what is typed wrong as it was meant (Corrector.correct); left out, nothing is corrected.
    ``follows`` says whether it goes on with the question before it; None: as it is worded (``is_follow_up``).

    Raises QuestionError, its message in plain Chinese, for an empty or an over-long question.
    """
    meant = corrected(_checked(question.text, question.history))
    text = meant.text
    history = [corrected(_clean(earlier)).text for earlier in question.history if earlier.strip()]
    topic, asked = _resolve(history, text, follows)
    background = frozenset[str]().union(*(_named(report.title + report.publisher) for report in reports))
    runs = _content_runs(topic, background) or _content_runs(topic)
    own = _content_runs(text, background)
    years, both, note = _years(asked, reports)
    scope = None if both else scope_of(text)
    kind = kind_of(text)
    return Query(
        text=text,
        content=" ".join(runs) or text,
        tokens=tuple(dict.fromkeys(token for run in runs for token in tokenize(run))),
        words=_telling([word for run in runs for word in words(run) if not is_stop_word(word)]),
        kind=kind_of(topic) if kind is Kind.TOPIC else kind,
        own=" ".join(own) or " ".join(runs) or text,
        focus=frozenset(token for run in own or runs for token in tokenize(run)),
        unit=unit_of(text) if own else unit_of(text) or unit_of(topic),
        noun=asked_noun(text),
        scope=scope,
        year=years[0] if len(years) == 1 else None,
        years=years,
        report_year=_report_year(asked),
        both=both,
        notes=tuple(filter(None, (meant.note, note))),
        corrected=bool(meant.corrections),
    )


def _telling(content: Sequence[str]) -> tuple[str, ...]:
    """Return the distinct words of ``content`` that are no fillers; all of them where nothing else is said."""
    kept = tuple(dict.fromkeys(content))
    return tuple(word for word in kept if word not in read_words(FILLERS)) or kept


def is_follow_up(question: Question) -> bool:
    """Tell whether ``question`` makes sense only with the ones asked before it."""
    if not any(earlier.strip() for earlier in question.history):
        return False
    return _goes_on(_clean(question.text))


def _checked(text: str, history: tuple[str, ...]) -> str:
    if not text.strip():
        raise QuestionError("请输入您想问的问题。", "empty_question")
    if len(text) > LONGEST:
        raise QuestionError(f"问题太长了（{len(text)}字），请缩短到{LONGEST}字以内。", "question_too_long")
    if any(len(earlier) > LONGEST for earlier in history):
        raise QuestionError(f"之前的问题里有一个太长了，每个问题请在{LONGEST}字以内。", "question_too_long")
    return _clean(text)


def _clean(text: str) -> str:
    """Return ``text`` normalised, without greeting and thanks, years in Arabic numerals (二〇二二年 → 2022年).

    Halves of surrogate pairs, which JSON can carry but no tokenizer takes, are replaced.
    """
    said = normalise(text.encode(errors="replace").decode()).strip()
    return as_written(said)


def _resolve(history: Sequence[str], text: str, follows: bool | None) -> tuple[str, str]:
    """Return the text that names the topic and the text that names the year, earlier questions taken in.

    A question that refers back (那2023年呢？) or has no content of its own goes on with the topic before it; a
    year it does not name is the earlier one's. ``follows`` decides it for the last one where it is not None.
    """
    topic = asked = ""
    for turn in (*history, text):
        decided = follows if turn is text else None
        if topic and (_goes_on(turn) if decided is None else decided):
            topic = f"{topic} {turn}"
            asked = turn if _names_year(turn) else asked
        else:
            topic = asked = turn
    return topic, asked


def _goes_on(text: str) -> bool:
    """Tell whether ``text`` is worded to go on with what was asked before; 投 alone (一共投了多少?) names no matter."""
    return refers_back(text) or not any(len(run) > 1 for run in _content_runs(text))


@lru_cache(maxsize=256)
def _named(text: str) -> frozenset[str]:
    """Return the words of a report's title and publisher."""
    return frozenset(words(normalise(text)))


@lru_cache(maxsize=1024)  # a question is read for its topic, for itself, and again with the next one
def _content_runs(text: str, background: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the runs of adjacent content words, so that no token reaches over a word left out.

    A term in quotation marks is one run, whatever words it is made of (“十有村”).
    """
    runs: list[str] = []
    for number, piece in enumerate(_QUOTED.split(text)):
        if number % 2:
            runs += re.findall(r"[\w.%㎡]+", piece)
            continue
        kept = (" " if is_stop_word(w) or w in background else w for w in _words_with_spaces(without_asking(piece)))
        runs += "".join(kept).split()
    return tuple(runs)


def _words_with_spaces(text: str) -> list[str]:
    """Return the words of ``text`` with a space wherever white space or punctuation stood."""
    pieces: list[str] = []
    for part in re.split(r"([^\w.%㎡]+)", text):
        pieces.extend(words(part) if re.search(r"\w", part) else [" "])
        pieces.append("" if re.search(r"\w", part) else " ")
    return pieces


def _names_year(text: str) -> bool:
    return bool(re.search(r"[今去明前]年", text) or _YEAR.search(text))


def _years(text: str, reports: Sequence[Report]) -> tuple[tuple[int, ...], bool, str]:
    """Return the years asked for in order, whether single ones are to be set side by side, and a note on relative ones.

    去年 is the year that the reports review, 今年 and 明年 the one they plan, when all reports searched agree on them;
    今年 with work that is done (今年完成了多少) is the year reviewed. 十二五 is 2011 to 2015.
    """
    named = {int(year) for year in _YEAR.findall(text)}
    relative = {word: _relative_year(word, text, reports) for word in ("前年", "去年", "今年", "明年") if word in text}
    single = named | {year for year in relative.values() if year}
    plans = {year for name, last in _FIVE_YEAR_PLANS.items() if name in text for year in range(last - 4, last + 1)}
    note = "，".join(f"“{word}”指{year}年" for word, year in relative.items() if year)
    return tuple(sorted(single or plans)), len(single) > 1, f"{note}。" if note else ""


def _report_year(text: str) -> int | None:
    found = _REPORT_YEAR.search(text)
    return int(found[1]) if found else None


def _relative_year(word: str, text: str, reports: Sequence[Report]) -> int | None:
    if word == "前年":
        year = _only_year(reports, Scope.DONE)
        return year - 1 if year else None
    looks_back = word == "去年" or (word == "今年" and "去年" not in text and scope_of(text) is Scope.DONE)
    return _only_year(reports, Scope.DONE if looks_back else Scope.PLANNED)


def _only_year(reports: Sequence[Report], scope: Scope) -> int | None:
    years = {
        section.period.year
        for report in reports
        for section in report.sections
        if section.period.scope is scope and not section.period.year_from
    }
    return years.pop() if len(years) == 1 else None
