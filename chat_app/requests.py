"""The JSON form of a question, the same in a batch file and over HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from chat_app.answers import Question, QuestionError

_TURNS = 50
"""Earlier turns that are read at most, the latest ones."""


def read_request(data: object) -> Question:
    """Read ``{"question", "history"?, "report"?}``; fields beyond these are ignored.

    ``history`` lists earlier user questions, as strings or as ``{"role", "content"}`` of which only those of role
    ``user`` count. Raises QuestionError naming the field that is wrong, in plain Chinese.
    """
    if not isinstance(data, Mapping):
        raise QuestionError("请求应是一个 JSON 对象，含 question 字段。")
    text = data.get("question")
    if not isinstance(text, str):
        raise QuestionError("缺少 question 字段，或它不是文字。")
    report = data.get("report")
    if report is not None and not isinstance(report, str):
        raise QuestionError("report 字段应是报告编号。")
    return Question(text, _history(data.get("history")), report or None)


def _history(turns: object) -> tuple[str, ...]:
    if turns is None:
        return ()
    if not isinstance(turns, list):
        raise QuestionError("history 字段应是列表，列出之前的问题。")
    texts = [_turn(turn) for turn in turns[-_TURNS:]]
    return tuple(text for text in texts if text)


def _turn(turn: object) -> str:
    """Return the text of one earlier turn, ``""`` for one that is not the user's."""
    if isinstance(turn, str):
        return turn
    if isinstance(turn, Mapping) and isinstance(content := turn.get("content"), str):
        return content if turn.get("role", "user") == "user" else ""
    raise QuestionError("history 中每一项应是文字，或含 role 和 content。")
