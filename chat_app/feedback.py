"""What is kept of a question asked and of a vote on its answer, and how a vote is read from a request."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Self, cast

from chat_app.answers import Answer, Citation, Evidence, Outcome, Question
from chat_app.questions import LONGEST, is_follow_up

REASONS: Mapping[str, str] = {
    "off_point": "答非所问",
    "wrong_figure": "数字不对",
    "wrong_source": "出处不对",
    "no_answer": "没有回答",
    "unclear": "说得不清楚",
    "other": "其他",
}
"""Why an answer was of no use: the code that a request carries, and the words that visitors and staff read."""
LONGEST_COMMENT = 500
"""Characters a comment may have."""
SMALL_TALK = "small_talk"
"""The outcome that is kept of what asks nothing: a greeting, a joke."""
LONGEST_VISIT = 64
_INDEX = re.compile(r"sha256:[0-9a-f]{1,64}\Z")


class FeedbackError(ValueError):
    """A vote that cannot be taken; the message names the field in plain Chinese, fit to be shown."""


def _now() -> int:
    return int(time.time())


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that was asked, and what became of it; ``at`` counts seconds since 1970.

    ``outcome`` is answered, partly, not_found or small_talk, ``reports`` the ids of the reports that the answer rests
    on, ``index`` the digest of the bundle. ``follow_up`` says that the question makes sense only with the ones before
    it, the last of which is ``earlier``. ``place`` names the sentence that was cited first, or else was nearest
    (report, start, end); ``nearest`` is its text where nothing was found, ``visit`` the mark of who asked
    (``chat_app.visits``).
    """

    question: str
    outcome: str
    confidence: float
    reports: tuple[str, ...]
    index: str
    follow_up: bool = False
    earlier: str = ""
    place: str = ""
    nearest: str = ""
    at: int = field(default_factory=_now)
    visit: str = ""

    @classmethod
    def of(cls, question: Question, answer: Answer, at: int, visit: str = "") -> Self:
        """Return what is kept of ``question`` and its ``answer``."""
        follow_up = is_follow_up(question)
        silent = answer.outcome is Outcome.NOT_FOUND
        places: tuple[Citation | Evidence, ...] = (*answer.citations, *answer.evidence)
        return cls(
            question=question.text,
            outcome=SMALL_TALK if answer.small_talk else str(answer.outcome),
            confidence=answer.confidence,
            reports=tuple(report.id for report in answer.reports),
            index=answer.index,
            follow_up=follow_up,
            earlier=[turn for turn in question.history if turn.strip()][-1] if follow_up else "",
            place=f"{places[0].report} {places[0].start} {places[0].end}" if places else "",
            nearest=answer.evidence[0].text if silent and answer.evidence else "",
            at=at,
            visit=visit,
        )


@dataclass(frozen=True, slots=True)
class Vote:
    """What a visitor thinks of an answer; ``reason`` is one of REASONS or ``""``, ``at`` counts seconds since 1970.

    ``visit`` tells two visits apart: a later vote of a visit on the same answer takes the place of the former.
    """

    question: str
    index: str
    vote: Literal["up", "down"]
    reason: str = ""
    comment: str = ""
    at: int = field(default_factory=_now)
    visit: str = ""


def read_vote(data: object) -> Vote:
    """Read ``{"question", "index", "vote": "up"|"down", "reason"?, "comment"?, "visit"?}``; raises FeedbackError.

    ``visit`` is any text that a client makes up for a visit.
    """
    if not isinstance(data, Mapping):
        raise FeedbackError("请求应是一个 JSON 对象，含 question、index 和 vote 字段。")
    question = _text(data, "question", LONGEST)
    if not question:
        raise FeedbackError("缺少 question 字段：请写明评价的是哪个问题。")
    index = _text(data, "index", 80)
    if not _INDEX.match(index):
        raise FeedbackError("index 字段应是回答里的 index，形如 sha256:…。")
    vote = data.get("vote")
    if vote not in ("up", "down"):
        raise FeedbackError("vote 字段应是 up（有用）或 down（没用）。")
    reason = _text(data, "reason", 40)
    if reason and reason not in REASONS:
        codes = "、".join(f"{code}（{words}）" for code, words in REASONS.items())
        raise FeedbackError(f"reason 字段应是下列之一：{codes}。")
    comment, visit = _text(data, "comment", LONGEST_COMMENT), _text(data, "visit", LONGEST_VISIT)
    return Vote(question, index, cast(Literal["up", "down"], vote), reason, comment, visit=visit)


def privacy_notice(days: int) -> str:
    """Return the sentence on what is kept of a visit for ``days`` days, to stand where questions are typed."""
    if not days:
        return "您的问题和评价不会被保存。"
    return (
        f"为改进回答，您的问题和评价会保存{days}天；其中的身份证号、电话号码、银行卡号、邮箱和能认出的姓名、住址会先隐去，"
        "不记录您是谁、从哪里访问。请不要写姓名、住址等个人信息。"
    )


def _text(data: Mapping[object, object], name: str, longest: int) -> str:
    """Return a field's text without spaces around it, ``""`` where it is absent."""
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FeedbackError(f"{name} 字段应是文字。")
    if len(value) > longest:
        raise FeedbackError(f"{name} 字段太长了（{len(value)}字），请缩短到{longest}字以内。")
    return value.strip()
