"""A real Chromium before a real server on a really built index."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

if TYPE_CHECKING:
    from tests.conftest import Server

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_READY = 60  # seconds until the server must serve
_AXE = Path(__file__).parent / "axe" / "axe.min.js"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the index of seeds/ and serve it, to one visitor who may ask without limit; yields the page's address."""
    index = tmp_path_factory.mktemp("served") / "index"
    program = [sys.executable, "-m"]
    root = Path(__file__).parents[2]
    subprocess.run([*program, "indexer", "build", "--out", str(index)], check=True, cwd=root)
    command = [*program, "chat_app", "serve", "--index", str(index), "--port", "0"]
    settings = os.environ | {"WENZHENG_RATE_LIMIT": ""}
    with subprocess.Popen(command, cwd=root, env=settings, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert address, f"the server did not start: {line!r}, exit code {server.poll()}"
            yield address[0] + "/"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium of WENZHENG_CHROMIUM, else the first on PATH; without one the tests fail, they do not skip."""
    found = os.environ.get("WENZHENG_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.fail(f"no browser: none of {', '.join(_NAMES)} is on PATH; install Chromium or set WENZHENG_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it stands: every rule that is not experimental, all frames."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))  # given to the browser from outside, so the page's policy holds
    found = page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations")
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


class Watched:
    """A page, and what it did behind the scenes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2].split(":")[0]))
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: answer.status >= 400 and self.complaints.append(answer.url))

    def violations(self) -> list[str]:
        """Return what axe-core finds wrong with the page as it stands."""
        return violations(self.page)


class Visit(Watched):
    """A visitor on our own page."""

    def ask(self, question: str) -> None:
        """Ask by keyboard and wait until the turn stands in the conversation."""
        turns = self.page.locator("#log .turn:not(.pending)")
        before = turns.count()
        self.page.locator("#question textarea").fill(question)
        self.page.locator("#question textarea").press("Enter")
        turns.nth(before).wait_for()


def visit(browser: Browser, site: str, width: int, height: int) -> Iterator[Visit]:
    """Open the page in a fresh profile; whatever a test does, it must ask our own host only and raise no error."""
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    visit = Visit(context.new_page())
    visit.page.goto(site)
    visit.page.locator("#send").wait_for()
    visit.page.locator("#paper h3").first.wait_for()
    yield visit
    context.close()
    assert visit.hosts == {"127.0.0.1"}
    assert visit.complaints == []


@pytest.fixture
def desktop(browser: Browser, site: str) -> Iterator[Visit]:
    yield from visit(browser, site, 1280, 860)


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


class Widget(Watched):
    """A visitor's page with the widget in it."""

    def find(self, selector: str) -> Locator:
        """Return what the widget has under ``selector``."""
        return self.page.locator(f"#wenzheng-widget {selector}")

    def open(self) -> None:
        """Press the launcher."""
        self.find(".launcher").click()
        self.find(".panel[open]").wait_for()

    def ask(self, question: str) -> Locator:
        """Ask by keyboard and return the turn once it has its answer."""
        turns = self.find(".turn:not(.pending)")
        before = turns.count()
        self.find(".box").fill(question)
        self.find(".box").press("Enter")
        turns.nth(before).wait_for()
        return turns.nth(before)

    def large_enough(self, text: int, target: int) -> None:
        """Fail where a text is smaller than ``text`` pixels, or a target than ``target``."""
        small = self.page.evaluate(
            """([text, target]) => {
                const all = [...document.querySelector("#wenzheng-widget").shadowRoot.querySelectorAll("*")];
                const shown = all.filter(element => element.checkVisibility() && !element.closest(".unseen"));
                const isText = node => node.nodeType === 3 && node.data.trim();
                const written = element => [...element.childNodes].some(isText);
                const size = element => parseFloat(getComputedStyle(element).fontSize);
                const box = element => element.getBoundingClientRect();
                return [
                    ...shown.filter(element => written(element) && size(element) < text),
                    ...shown.filter(element => element.matches("a, button, textarea, summary")
                        && Math.min(box(element).width, box(element).height) < target),
                ].map(element => element.outerHTML.slice(0, 120));
            }""",
            [text, target],
        )
        assert small == []


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
