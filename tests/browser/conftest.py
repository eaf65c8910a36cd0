"""A real Chromium before a real server on a really built index."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from eval.bench.chromium import NAMES, find_chromium
from tests.browser.visitors import BARE, Visit, Widget

if TYPE_CHECKING:
    from tests.conftest import Server

_ROOT = Path(__file__).parents[2]
_DEVICES = Path(__file__).parent / "devices"


@pytest.fixture(scope="session")
def site(start_server: Callable[..., AbstractContextManager[Server]]) -> Iterator[str]:
    """Serve the reports in seeds/; yields the address of the page."""
    with start_server(rate_limit="") as server:
        yield server.address + "/"


@contextmanager
def served(index: Path, *program: str, **settings: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve an index by a process of its own; yields the address of the page and the process.

    ``program`` are the arguments of Python that stand for ``-m chat_app``; settings are named as in the environment.
    """
    environment = os.environ | {f"WENZHENG_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, *(program or ("-m", "chat_app")), "serve", "--index", str(index), "--port", "0"]
    with subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert address, f"the server did not start: {line!r}, exit code {server.poll()}"
            yield f"{address[0]}/", server
        finally:
            server.kill()


@pytest.fixture(scope="session")
def start_process(seeds_index: Path) -> Callable[..., AbstractContextManager[tuple[str, subprocess.Popen[str]]]]:
    """Serve the reports in seeds/ by a process of its own, which may be watched and killed."""
    return partial(served, seeds_index)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return where Chromium is; without one tests fail, they do not skip."""
    found = find_chromium()
    if found is None:
        pytest.fail(f"no browser: none of {', '.join(NAMES)} is on PATH; install Chromium or set WENZHENG_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """Start Chromium, once for all tests."""
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    yield browser
    browser.close()


def visit(browser: Browser, site: str, width: int, height: int, *devices: str) -> Iterator[Visit]:
    """Open the page in a fresh profile; whatever a test does, it must ask our own host only and raise no error.

    ``devices`` name the scripts in devices/ that stand in for devices which the testing machine lacks.
    """
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    for device in devices:
        context.add_init_script(path=_DEVICES / f"{device}.js")
    visit = Visit(context.new_page())
    visit.open(site)
    yield visit
    context.close()
    assert visit.hosts == {"127.0.0.1"}
    assert visit.complaints == []


@pytest.fixture
def visiting(browser: Browser, site: str) -> Iterator[Callable[..., Visit]]:
    """Open the page on a desktop, with stand-ins for devices."""
    with ExitStack() as stack:
        yield lambda *devices: stack.enter_context(contextmanager(visit)(browser, site, 1280, 860, *devices))


@pytest.fixture
def desktop(browser: Browser, site: str) -> Iterator[Visit]:
    yield from visit(browser, site, 1280, 860)


@pytest.fixture(scope="module")
def left_open(browser: Browser, site: str) -> Iterator[Visit]:
    yield from visit(browser, site, 1280, 860)


@pytest.fixture
def talk(left_open: Visit) -> Iterator[Visit]:
    """A desktop whose page stays open for the tests of a file, each with a conversation of its own.

    Opening the page takes seconds; for tests that leave nothing behind but a conversation.
    """
    left_open.begin()
    yield left_open
    assert left_open.complaints == []


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Visit]:
    yield from visit(browser, site, 390, 844)


class Portal:
    """A portal's web server: one process, reached by two names, so two origins of which the chat knows the first."""

    def __init__(self, port: int, pages: dict[str, tuple[bytes, dict[str, str]]]) -> None:
        self.listed = f"http://localhost:{port}"
        self.unlisted = f"http://127.0.0.1:{port}"
        self.chat = ""  # the address of the chat's server
        self._pages = pages

    def publish(self, name: str, html: str, encoding: str = "utf-8", **headers: str) -> str:
        """Put a page up, ``{tag}`` in it the widget's script; returns its path."""
        script = f'<script src="{self.chat}/widget.js" async></script>'
        filled = html.replace("{tag}", script).replace("{chat}", self.chat)
        kind = {"Content-Type": f"text/html; charset={encoding}"}
        more = {header.replace("_", "-"): value.replace("{chat}", self.chat) for header, value in headers.items()}
        self._pages[f"/{name}"] = (filled.encode(encoding), kind | more)
        return f"/{name}"


@pytest.fixture(scope="session")
def portal(start_server: Callable[..., AbstractContextManager[Server]]) -> Iterator[Portal]:
    """Run a portal, and a chat that lets it in."""
    pages: dict[str, tuple[bytes, dict[str, str]]] = {}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, headers = pages.get(self.path, (b"", {}))
            self.send_response(200 if headers else 204)  # no icon, no complaint
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        portal = Portal(server.server_address[1], pages)
        Thread(target=server.serve_forever, daemon=True).start()
        with start_server(portal_origins=portal.listed, rate_limit="") as chat:
            portal.chat = chat.address
            yield portal
        server.shutdown()


Enter = Callable[..., Widget]


@pytest.fixture
def enter(browser: Browser) -> Iterator[Enter]:
    """Open pages with the widget, each in a fresh profile; at the end none must have asked elsewhere or complained."""
    opened: list[Widget] = []

    def enter(address: str, width: int = 1280, height: int = 860, **options: Any) -> Widget:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        context.set_default_timeout(15_000)
        widget = Widget(context.new_page())
        opened.append(widget)
        widget.page.goto(address)
        return widget

    yield enter
    for widget in opened:
        widget.page.context.close()
        assert widget.hosts <= {"127.0.0.1", "localhost"}
        assert widget.complaints == []


@pytest.fixture
def demo(enter: Enter, portal: Portal) -> Widget:
    """Open the chat's own demo of the widget on a desktop."""
    return enter(f"{portal.chat}/demo")


@pytest.fixture
def bare(enter: Enter, portal: Portal) -> Widget:
    """Open a portal's bare page and wait until the widget is there."""
    widget = enter(portal.listed + portal.publish("bare", BARE))
    widget.find(".launcher").wait_for()
    return widget
