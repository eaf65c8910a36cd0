"""The page and the widget in a real browser: how soon a visitor can use them, and what that takes from the network."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.bench.chromium import chromium, find_chromium
from eval.bench.cold import QUESTION
from eval.bench.corpus import build
from eval.bench.figures import Figure, Row, Table
from eval.bench.plan import SEEDS, Plan, Progress
from eval.bench.server import served
from indexer.encoders import load_encoder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_UNITS = {"usable": "ms", "requests": "", "received": "KB", "answer": "ms"}
_ANSWER = """async ([host, button, answer]) => {
    const root = host ? document.querySelector(host).shadowRoot : document;
    const began = performance.now();
    const seen = new Promise(resolve => new MutationObserver((_, watch) => {
        if (!root.querySelector(answer)) return;
        watch.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - began));
    }).observe(root, { childList: true, subtree: true }));
    root.querySelector(button).click();
    return await seen;
}"""
"""Press ``button``; returns the milliseconds until the next frame once something fits ``answer``."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a visitor opens: ``path``; the elements it is ``usable`` with; how it is asked, and where it answers.

    ``host`` is the element whose shadow tree holds them, ``opener`` what shows the box; requests for paths that begin
    like one of ``others`` are not its own.
    """

    name: str
    path: str
    usable: tuple[str, ...]
    box: str
    button: str
    answer: str
    host: str = ""
    opener: str = ""
    others: tuple[str, ...] = ()


_SCENES = (
    _Scene("page", "/", ("#send", "#question textarea"), "#question textarea", "#send", "#log .turn:not(.pending)"),
    _Scene(
        name="widget",
        path="/demo",
        usable=(".launcher",),
        box=".box",
        button=".send",
        answer=".said:not(.searching)",
        host="#wenzheng-widget",
        opener=".launcher",
        others=("/demo", "/web/"),
    ),
)


def measure(plan: Plan, folder: Path, progress: Progress) -> list[Table]:
    """Open each scene in turn, as a visitor who was never there; raises MissingToolError without a browser to drive."""
    values: dict[str, dict[str, list[float]]] = {scene.name: defaultdict(list) for scene in _SCENES}
    with chromium(find_chromium()) as browser:
        build([SEEDS], folder / "index", load_encoder())
        step = progress("browser", (plan.repeats + 1) * len(_SCENES))
        with served(folder / "index") as server:
            for counted in range(plan.repeats + 1):
                for scene in _SCENES:
                    found = _visit(browser, f"http://{server.host}:{server.port}", scene)
                    for column, value in found.items() if counted else ():
                        values[scene.name][column].append(value)
                    step()
        version = browser.version
    rows = tuple(
        Row(name, {column: Figure(_UNITS[column], tuple(found)) for column, found in columns.items()})
        for name, columns in values.items()
    )
    notes = (
        f"Chromium {version}, a new profile each time, 1280 × 860; one visit before does not count; browser, server "
        "and this process share the machine",
        "usable: from the address entered until the question box, or the widget's launcher, can be used; requests and "
        "what was received of them, headers included, until then; the demo portal's own are not the widget's",
        "answer: from the question sent until its first words are on the screen",
    )
    return [Table("browser", "page and widget in Chromium", rows, notes)]


def _visit(browser: Browser, address: str, scene: _Scene) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    received = _watch(page, tuple(f"{address}{other}" for other in scene.others))
    began = time.perf_counter()
    page.goto(address + scene.path, wait_until="commit")
    for selector in scene.usable:
        page.locator(f"{scene.host} {selector}").wait_for()
    usable = (time.perf_counter() - began) * 1000
    requests, size = len(received), sum(received.values())
    if scene.opener:
        page.locator(f"{scene.host} {scene.opener}").click()
    page.locator(f"{scene.host} {scene.box}").fill(QUESTION)
    answer = page.evaluate(_ANSWER, [scene.host, scene.button, scene.answer])
    context.close()
    return {"usable": usable, "requests": requests, "received": size / 1024, "answer": answer}


def _watch(page: Page, others: tuple[str, ...]) -> dict[str, float]:
    """Return a record, kept up to date, of the bytes received for each request of ``page`` that is not the others'."""
    received: dict[str, float] = {}
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")

    def sent(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith(("data:", *others)):
            received[event["requestId"]] = 0

    def ended(event: dict[str, Any]) -> None:
        if event["requestId"] in received:
            received[event["requestId"]] = event["encodedDataLength"]

    line.on("Network.requestWillBeSent", sent)
    line.on("Network.loadingFinished", ended)
    return received
