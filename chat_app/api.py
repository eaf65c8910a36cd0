"""The web application: JSON and event-stream routes, health, static files, and the page mounted on them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, FastAPI, HTTPException, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from chat_app.answers import report_facts
from chat_app.assistant import Assistant
from chat_app.bodies import BodyCap
from chat_app.desk import Desk
from chat_app.document import Document, asset_version, page_title, read_assets
from chat_app.feedback import REASONS, privacy_notice, read_vote
from chat_app.guard import Guard
from chat_app.limiter import RateLimit
from chat_app.popular import Popular
from chat_app.portal import portal_routes
from chat_app.problems import HANDLERS, JSONText, problem
from chat_app.recorder import Recorder
from chat_app.requests import read_request
from chat_app.settings import ChatSettings
from chat_app.shelf import Shelf
from chat_app.visits import Visits, visitor_of
from chat_app.widget import widget_script
from indexer.corpus import Report

_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def create_app(assistant: Assistant, settings: ChatSettings, recorder: Recorder | None = None) -> FastAPI:
    """Return the whole application: the routes and, mounted on them, the page; no ``recorder``: nothing is kept."""
    from chat_app.page import mount_page  # Gradio takes a second to import, and only the page needs it

    desk = Desk(assistant, recorder)
    assets = read_assets()
    version = asset_version(assets)
    examples = assistant.examples()
    app = create_api(desk)
    days = settings.retention_days if recorder else 0
    app.include_router(feedback_routes(desk, days))
    app.include_router(asset_routes(assets, version))
    app.include_router(portal_routes(widget_script(settings.contact, examples, privacy_notice(days)), version))
    app.add_middleware(Shelf)
    popular = Popular(recorder.path, assistant, examples) if recorder else None
    app.add_middleware(
        Document,
        reports=assistant.reports,
        examples=examples,
        popular=popular.questions if popular else tuple,
        contact=settings.contact,
        assets=assets,
    )
    app.add_middleware(Visits, proxies=settings.trusted_proxies)
    add_guards(app, settings)
    mount_page(app, desk.ask, examples, settings.contact, page_title(assistant.reports))
    return app


def create_api(desk: Desk) -> FastAPI:
    """Return the application without its page."""
    app = FastAPI(title="问政", docs_url=None, redoc_url=None, openapi_url=None, exception_handlers=HANDLERS)
    app.include_router(ask_routes(desk))
    app.include_router(report_routes(desk))
    app.include_router(topic_routes(desk))
    app.include_router(health_routes(desk.assistant))
    return app


def add_guards(app: FastAPI, settings: ChatSettings) -> None:
    """Put between the network and the app what refuses; the outermost comes last."""
    app.add_middleware(BodyCap)
    if settings.rate_limit:
        app.add_middleware(RateLimit, rate=settings.rate_limit, proxies=settings.trusted_proxies)
    # Gradio would reflect any origin, unless its parent has this middleware. Inside the guard it sees no foreign one.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.portal_origins,
        allow_methods=("GET", "POST"),
        expose_headers=("Retry-After",),
        allow_private_network=True,  # a public portal may be told of a chat in the office network
    )
    app.add_middleware(Guard, hosts=settings.trusted_hosts, portals=settings.portal_origins)


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


def health_routes(assistant: Assistant) -> APIRouter:
    """Return the routes that a supervisor or balancer asks."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> Response:
        return JSONText({"status": "ok"})

    @router.get("/readyz")
    async def readyz() -> Response:
        if not assistant.reports:
            return problem(503, "还没有可以查的报告。")
        status = "degraded" if assistant.degraded else "ready"
        return JSONText({"status": status, "index": assistant.index, "degraded": assistant.degraded})

    return router


def asset_routes(assets: dict[str, bytes], version: str) -> APIRouter:
    """Return the routes of the page's styles and scripts; an address holds the version, so it may be kept for good."""
    router = APIRouter()

    @router.get("/web/{wanted}/{name}")
    async def asset(wanted: str, name: str) -> Response:
        if name not in assets:
            raise HTTPException(404)
        kept = "public, max-age=31536000, immutable" if wanted == version else "no-cache"
        return Response(assets[name], media_type=_MEDIA_TYPES[Path(name).suffix], headers={"Cache-Control": kept})

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
