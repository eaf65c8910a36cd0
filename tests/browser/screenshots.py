"""Draws the pictures of both READMEs anew, with real answers: ``python -m tests.browser.screenshots``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from eval.bench.chromium import find_chromium
from indexer.build import build_index
from indexer.encoders import load_encoder
from indexer.settings import IndexSettings
from tests.browser.conftest import served

ROOT = Path(__file__).parents[2]
MILLS = "去年整治了多少家低效工业企业？"
VILLAGES = "“十无村”有哪些？老年人能力初筛了多少人？"
DESKTOP, PHONE = (1280, 800), (390, 780)


def ask(page: Page, *questions: str) -> None:
    """Ask on our own page, one after the other."""
    for turn, question in enumerate(questions):
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.locator("#log .turn:not(.pending)").nth(turn).wait_for()


def desktop(page: Page) -> None:
    ask(page, MILLS)
    page.locator("#paper mark").wait_for()


def phone(page: Page) -> None:
    ask(page, MILLS)


def large(page: Page) -> None:
    page.locator("#large").click()
    ask(page, MILLS)
    page.locator("#log .turn").scroll_into_view_if_needed()


def widget(page: Page) -> None:
    page.locator("#wenzheng-widget .launcher").click()
    page.locator("#wenzheng-widget .box").fill(MILLS)
    page.locator("#wenzheng-widget .box").press("Enter")
    page.locator("#wenzheng-widget .turn:not(.pending)").wait_for()


PICTURES: Mapping[str, tuple[str, tuple[int, int], Callable[[Page], None]]] = {
    "page": ("", DESKTOP, desktop),
    "phone": ("", PHONE, phone),
    "large": ("", PHONE, large),
    "widget": ("demo", DESKTOP, widget),
}
"""Name of the file, path of the page, size of the window, what is done before the picture is taken."""


def draw(browser: Browser, address: str, folder: Path) -> None:
    """Write the pictures of the site at ``address`` into ``folder``."""
    for name, (path, (width, height), prepare) in PICTURES.items():
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        page = context.new_page()
        page.goto(address + path)
        prepare(page)
        page.wait_for_timeout(300)  # Gradio settles the height of its box
        page.screenshot(path=folder / f"{name}.png")
        context.close()


def main() -> None:
    """Index seeds/, serve it, draw."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / ".github", help="folder for the pictures (default: .github)")
    folder = parser.parse_args().out
    with TemporaryDirectory() as temporary, sync_playwright() as playwright:
        index = Path(temporary) / "index"
        build_index([ROOT / "seeds"], index, load_encoder(), IndexSettings())
        with served(index, retention_days="0") as (address, _server):
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
            draw(browser, address, folder)
            browser.close()


if __name__ == "__main__":
    main()
