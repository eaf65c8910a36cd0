"""The routes that speak JSON and event streams: questions, votes, reports, topics, health."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from chat_app.answerers import Answerer
from chat_app.answers import report_facts
from chat_app.desk import Desk
from chat_app.feedback import REASONS, privacy_notice, read_vote
from chat_app.problems import JSONText, problem
from chat_app.requests import read_request
from chat_app.visits import visitor_of
from indexer.corpus import Report


def ask_routes(desk: Desk) -> APIRouter:
    """Return the routes that answer a question, whole or as a stream of events."""
    router = APIRouter(prefix="/api")

    async def opened(request: Request, data: Annotated[object, Body()]) -> AsyncIterator[ServerSentEvent]:
        """Wait for the first event, so that a refused question gets its status instead of an empty stream."""
        events = desk.stream(read_request(data), visitor_of(request.scope))
        first = await anext(events)

        async def all_events() -> AsyncIterator[ServerSentEvent]:
            yield _event(*first)
            async for event in events:
                yield _event(*event)

        return all_events()

    @router.post("/ask")
    async def ask(request: Request, data: Annotated[object, Body()]) -> Response:
        return JSONText((await desk.ask(read_request(data), visitor_of(request.scope))).to_dict())

    opening = Depends(opened)

    @router.post("/ask/stream", response_class=EventSourceResponse)
    async def stream(events: AsyncIterator[ServerSentEvent] = opening) -> AsyncIterator[ServerSentEvent]:
        async for event in events:
            yield event

    return router


def feedback_routes(desk: Desk, days: int) -> APIRouter:
    """Return the routes of votes on answers; what they record is kept for ``days`` days, 0: not at all."""
    router = APIRouter(prefix="/api/feedback")

    @router.get("")
    async def choices() -> Response:
        return JSONText({"reasons": REASONS, "privacy": privacy_notice(days)})

    @router.post("", status_code=204)
    async def vote(request: Request, data: Annotated[object, Body()]) -> None:
        desk.vote(read_vote(data), visitor_of(request.scope))

    return router


def report_routes(desk: Desk) -> APIRouter:
    """Return the routes that hand out the reports."""
    router = APIRouter(prefix="/api/reports")

    @router.get("")
    async def reports() -> Response:
        return JSONText([report_facts(report) for report in desk.reports.values()])

    @router.get("/{report_id}")
    async def report(report_id: str) -> Response:
        return JSONText(_whole_report(desk.report(report_id)))

    return router


def topic_routes(desk: Desk) -> APIRouter:
    """Return the route that tells what can be asked about, by the parts of the reports."""
    router = APIRouter(prefix="/api/topics")

    @router.get("")
    async def topics() -> Response:
        return JSONText(
            [{"heading": t.heading, **asdict(t.period), "questions": t.questions} for t in await desk.topics()]
        )

    return router


def health_routes(answerer: Answerer) -> APIRouter:
    """Return the routes that a supervisor or balancer asks."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> Response:
        return JSONText({"status": "ok"})

    @router.get("/readyz")
    async def readyz() -> Response:
        if not answerer.reports:
            return problem(503, "还没有可以查的报告。")
        if answerer.fault:
            return problem(503)
        status = "degraded" if answerer.degraded else "ready"
        return JSONText({"status": status, "index": answerer.index, "degraded": answerer.degraded})

    return router


def _event(name: str, data: object) -> ServerSentEvent:
    return ServerSentEvent(event=name, raw_data=json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _whole_report(report: Report) -> dict[str, Any]:
    sections = []
    for section in report.sections:
        fields = asdict(section)
        period = fields.pop("period")
        sections.append({**fields, **period})
    return {**report_facts(report), "text": report.text, "sections": sections}
