"""The web application: its routes and guards put together, and the page mounted on them."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from chat_app.answerers import Answerer
from chat_app.assets import asset_routes, asset_version, read_assets
from chat_app.assistant import Assistant
from chat_app.bodies import BodyCap
from chat_app.desk import Desk
from chat_app.document import Document, page_title
from chat_app.feedback import privacy_notice
from chat_app.guard import Guard
from chat_app.limiter import RateLimit
from chat_app.popular import Popular
from chat_app.portal import portal_routes
from chat_app.problems import HANDLERS
from chat_app.recorder import Recorder
from chat_app.routes import ask_routes, feedback_routes, health_routes, report_routes, topic_routes
from chat_app.settings import ChatSettings
from chat_app.shelf import Shelf
from chat_app.visits import Visits
from chat_app.widget import widget_script


def create_app(assistant: Assistant | Answerer, settings: ChatSettings, recorder: Recorder | None = None) -> FastAPI:
    """Return the whole application: the routes and, mounted on them, the page; no ``recorder``: nothing is kept."""
    from chat_app.page import mount_page  # Gradio takes a second to import, and only the page needs it

    desk = Desk(assistant, recorder)
    assets = read_assets()
    version = asset_version(assets)
    examples = desk.answerer.examples()
    app = create_api(desk)
    days = settings.retention_days if recorder else 0
    app.include_router(feedback_routes(desk, days))
    app.include_router(asset_routes(assets, version))
    app.include_router(portal_routes(widget_script(settings.contact, examples, privacy_notice(days)), version))
    app.add_middleware(Shelf)
    popular = Popular(recorder.path, desk.answerer, examples) if recorder else None
    app.add_middleware(
        Document,
        reports=desk.answerer.reports,
        examples=examples,
        popular=popular.questions if popular else tuple,
        contact=settings.contact,
        assets=assets,
    )
    app.add_middleware(Visits, proxies=settings.trusted_proxies)
    add_guards(app, settings)
    mount_page(app, desk.ask, examples, settings.contact, page_title(desk.answerer.reports))
    return app


def create_api(desk: Desk) -> FastAPI:
    """Return the application without its page."""
    app = FastAPI(title="问政", docs_url=None, redoc_url=None, openapi_url=None, exception_handlers=HANDLERS)
    app.include_router(ask_routes(desk))
    app.include_router(report_routes(desk))
    app.include_router(topic_routes(desk))
    app.include_router(health_routes(desk.answerer))
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
