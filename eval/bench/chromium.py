"""A real Chromium to measure with, where this machine has one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from eval.bench.child import ChildError
from eval.bench.plan import MissingToolError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the Chromium of WENZHENG_CHROMIUM, else the first on PATH; None where there is none."""
    named = environment.get("WENZHENG_CHROMIUM")
    return named or next(filter(None, (shutil.which(name, path=environment.get("PATH")) for name in NAMES)), None)


@contextmanager
def chromium(program: str | None) -> Iterator[Browser]:
    """Start ``program``, without a window; raises MissingToolError where it or Playwright is missing.

    What fails in the browser is raised as ChildError.
    """
    if program is None:
        raise MissingToolError(
            f"no browser: none of {', '.join(NAMES)} is on PATH; install Chromium or set WENZHENG_CHROMIUM"
        )
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError as error:
        install = "pip install --constraint constraints.txt --editable '.[eval]'"
        raise MissingToolError(f"no module playwright, which drives the browser: {install}") from error
    try:
        with sync_playwright() as playwright:
            yield playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    except Error as error:
        raise ChildError(f"{program}: {error.message.splitlines()[0]}; run it by hand to see why") from error
