"""Errors as visitors and scripts get them: one JSON form, a plain Chinese sentence, the right status."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from chat_app.answerers import AnswererError
from chat_app.answers import QuestionError
from chat_app.feedback import FeedbackError

_BY_STATUS: dict[int, tuple[str, str]] = {
    400: ("bad_request", "请求的格式不对，请检查后再试。"),
    403: ("forbidden", "这里不接受这个请求，请到官方网站提问。"),
    404: ("not_found", "没有找到您要的内容。"),
    405: ("method_not_allowed", "这个地址不支持这种操作。"),
    408: ("too_slow", "网络太慢，没有收到完整的问题，请再试一次。"),
    413: ("too_large", "发送的内容太长了，请缩短后再试。"),
    422: ("bad_question", "这个问题没法处理，请换个说法再试。"),
    429: ("too_many_requests", "提问太频繁了，请稍等一会儿再试。"),
    500: ("internal", "系统出了点问题，请稍后再试。"),
    503: ("unavailable", "系统正忙或正在准备，请稍后再试。"),
}


class JSONText(Response):
    """A JSON response with Chinese left as it is."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """Return ``content`` as compact UTF-8 JSON."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def problem(
    status: int,
    message: str = "",
    headers: Mapping[str, str] | None = None,
    code: str | None = None,
    **more: str,
) -> JSONText:
    """Return ``{"error": {"code", "message"}}`` and ``more``; code and message not given are those of the status."""
    usual_code, usual = _BY_STATUS.get(status, _BY_STATUS[400 if status < 500 else 500])
    error = {"code": code or usual_code, "message": message or usual}
    soon = {"Retry-After": "5"} if status == 503 else {}
    return JSONText({"error": error, **more}, status, {**soon, **(headers or {})})


async def _question(_request: Request, error: QuestionError) -> JSONText:
    return problem(404 if error.code == "unknown_report" else 422, str(error), code=error.code)


async def _feedback(_request: Request, error: FeedbackError) -> JSONText:
    return problem(422, str(error), code="bad_feedback")


async def _http(_request: Request, error: HTTPException) -> JSONText:
    # Starlette's own details are English phrases; ours are Chinese.
    message = error.detail if error.detail and not error.detail.isascii() else ""
    return problem(error.status_code, message, error.headers)


async def _invalid(_request: Request, error: RequestValidationError) -> JSONText:
    """Tell a body that is no JSON from one whose fields do not fit."""
    problems = error.errors()
    if any(p["type"] == "json_invalid" or p["loc"] == ("body",) for p in problems):
        return problem(400, '请求里要有一段 JSON，例如 {"question": "去年整治了多少家低效工业企业？"}。')
    fields = "、".join(dict.fromkeys(".".join(str(part) for part in p["loc"][1:]) for p in problems))
    return problem(422, f"请求里的 {fields} 缺少或不合要求。")


async def _unanswerable(_request: Request, _error: AnswererError) -> JSONText:
    return problem(503)


async def _unexpected(_request: Request, _error: Exception) -> JSONText:
    return problem(500)


Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]

HANDLERS: dict[int | type[Exception], Handler] = {
    QuestionError: _question,
    FeedbackError: _feedback,
    AnswererError: _unanswerable,
    HTTPException: _http,
    RequestValidationError: _invalid,
    Exception: _unexpected,
}
"""What turns every error that a route can raise into its response; for FastAPI's ``exception_handlers``."""
