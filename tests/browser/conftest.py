"""A real Chromium before a real server on a really built index."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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


class Visit:
    """A visitor's page, and what it did behind the scenes."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hosts: set[str] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2].split(":")[0]))
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: answer.status >= 400 and self.complaints.append(answer.url))

    def ask(self, question: str) -> None:
        """Ask by keyboard and wait until the turn stands in the conversation."""
        turns = self.page.locator("#log .turn:not(.pending)")
        before = turns.count()
        self.page.locator("#question textarea").fill(question)
        self.page.locator("#question textarea").press("Enter")
        turns.nth(before).wait_for()

    def violations(self) -> list[str]:
        """Return what axe-core finds wrong with the page as it stands."""
        return violations(self.page)


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
