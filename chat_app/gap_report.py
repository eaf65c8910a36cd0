"""What residents asked and what the reports leave open, for the staff of the portal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from chat_app.alike import Encode, group, wording
from chat_app.feedback import REASONS, SMALL_TALK, AskedQuestion, Vote

_BEIJING = timezone(timedelta(hours=8))
_WORDINGS = 3
"""Other wordings that are named with a topic."""
_COMMENTS = 5


@dataclass(frozen=True, slots=True)
class Topic:
    """One question in all its wordings: how often it was asked, what became of it, and what visitors thought of that.

    ``question`` is the most frequent wording and ``earlier`` the question that it followed up; ``nearest`` is the
    passage nearest to it where it was not answered, ``confidence`` that of the last answer. ``reasons`` are counted by
    code.
    """

    question: str
    earlier: str
    wordings: tuple[str, ...]
    asked: int
    answered: int
    partly: int
    not_found: int
    last: date | None
    nearest: str
    confidence: float
    up: int
    down: int
    reasons: dict[str, int]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What was asked and voted on one day, Beijing time."""

    day: date
    asked: int
    not_found: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class GapReport:
    """The topics, the most asked first, and the days, the first first; ``asked`` and the like count all of them.

    ``small_talk`` counts greetings and the like, which are counted nowhere else.
    """

    first: date
    last: date
    asked: int
    answered: int
    partly: int
    not_found: int
    up: int
    down: int
    topics: tuple[Topic, ...]
    days: tuple[Day, ...]
    small_talk: int = 0

    @property
    def in_vain(self) -> list[Topic]:
        """The topics that were not found, those most often so first."""
        return sorted((t for t in self.topics if t.not_found), key=lambda t: (-t.not_found, -_ordinal(t)))

    @property
    def voted_down(self) -> list[Topic]:
        """The topics whose answers were found to be of no use, those most often so first."""
        return sorted((t for t in self.topics if t.down), key=lambda t: (-t.down, t.up, -_ordinal(t)))

    def to_dict(self) -> dict[str, Any]:
        """Return the report for ``--json``."""
        fields = asdict(self)
        fields["reasons"] = dict(sum((Counter(topic.reasons) for topic in self.topics), Counter[str]()))
        return fields


def gap_report(asked: Sequence[AskedQuestion], votes: Sequence[Vote], encode: Encode) -> GapReport | None:
    """Return the report on what was asked and voted, both oldest first; None where there is nothing."""
    said, asked = asked, [question for question in asked if question.outcome != SMALL_TALK]
    if not asked and not votes:
        return None
    groups = group(asked, encode)
    by_wording = {wording(question.question): i for i, found in enumerate(groups) for question in found}
    of_group: dict[int | str, list[Vote]] = {}
    for vote in votes:
        key = wording(vote.question)
        of_group.setdefault(by_wording.get(key, key), []).append(vote)
    topics = [_topic(found, of_group.pop(i, [])) for i, found in enumerate(groups)]
    topics += [_topic([], cast_alone) for cast_alone in of_group.values()]
    outcomes = Counter(question.outcome for question in asked)
    ways = Counter(vote.vote for vote in votes)
    days = _days(asked, votes)
    return GapReport(
        first=days[0].day,
        last=days[-1].day,
        asked=len(asked),
        answered=outcomes["answered"],
        partly=outcomes["partly"],
        not_found=outcomes["not_found"],
        up=ways["up"],
        down=ways["down"],
        topics=tuple(topics),
        days=tuple(days),
        small_talk=len(said) - len(asked),
    )


def reasons_in_words(reasons: dict[str, int]) -> str:
    """Return counted reasons as staff read them: 数字不对 2、其他 1."""
    ranked = sorted(reasons.items(), key=lambda item: -item[1])
    return "、".join(f"{REASONS.get(code, code)} {count}" for code, count in ranked)


def _topic(asked: Sequence[AskedQuestion], votes: Sequence[Vote]) -> Topic:
    wordings = Counter((question.question, question.earlier) for question in asked)
    wordings.update((vote.question, "") for vote in votes if not asked)
    (question, earlier), *others = (text for text, _ in wordings.most_common())
    outcomes = Counter(question.outcome for question in asked)
    last = max(asked, key=lambda question: question.at, default=None)
    missed = [question for question in asked if question.outcome == "not_found"]
    ways = Counter(vote.vote for vote in votes)
    return Topic(
        question=question,
        earlier=earlier,
        wordings=tuple(dict.fromkeys(text for text, _ in others if text != question))[:_WORDINGS],
        asked=len(asked),
        answered=outcomes["answered"],
        partly=outcomes["partly"],
        not_found=outcomes["not_found"],
        last=_day(last.at) if last else None,
        nearest=max(missed, key=lambda question: question.at).nearest if missed else "",
        confidence=round(last.confidence, 2) if last else 0.0,
        up=ways["up"],
        down=ways["down"],
        reasons=dict(Counter(vote.reason for vote in votes if vote.vote == "down" and vote.reason)),
        comments=tuple(vote.comment for vote in votes if vote.comment)[-_COMMENTS:],
    )


def _days(asked: Iterable[AskedQuestion], votes: Iterable[Vote]) -> list[Day]:
    counted: dict[date, Counter[str]] = {}
    for question in asked:
        counted.setdefault(_day(question.at), Counter()).update(["asked", question.outcome])
    for vote in votes:
        counted.setdefault(_day(vote.at), Counter()).update([vote.vote])
    return [Day(day, c["asked"], c["not_found"], c["up"], c["down"]) for day, c in sorted(counted.items())]


def _day(at: int) -> date:
    return datetime.fromtimestamp(at, UTC).astimezone(_BEIJING).date()


def _ordinal(topic: Topic) -> int:
    return topic.last.toordinal() if topic.last else 0
