"""The scorecard in a real Chromium: no network, no error, no sideways scrolling; failures are found and opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.outcomes import Outcome
from eval.page import draw_page
from eval.scorecard import Comparison, Difference, GateResult, Scorecard
from eval.summary import Robustness, rows

pytestmark = pytest.mark.browser

PASSAGE = "东河镇完成河道整治12公里,投入资金3500万元。"


def _outcome(name: str, question: str, failure: str | None, kind: str = "number") -> Outcome:
    span = {"group": 0, "report": "river", "quote": "投入资金3500万元", "start": 14, "end": 24}
    evidence = {"report": "river", "path": ["回顾"], "start": 0, "end": 25, "text": PASSAGE, "score": 0.5}
    detail = {
        "question": question, "history": [], "text": "12公里。[1]", "short": "12公里", "verdict": None, "notes": [],
        "gold": {"answers": [["3500万元"]], "numbers": [], "verdict": None,
                 "evidence": [span | {"before": "整治12公里,", "behind": "。"}]},
        "citations": [{"n": 1, "report": "river", "start": 3, "end": 13, "quote": PASSAGE[3:13]}],
        "evidence": [evidence | {"groups": [0], "gold": [[14, 24]]}],
    }  # fmt: skip
    right = float(failure is None)
    scores = dict.fromkeys(("right_cited", "right", "selective", "penalised", "rr", "success_1", "short"), right)
    return Outcome(name, "river", "dev", kind, True, "answered", 0.8, 0, scores, failure, (), detail=detail)


def _scorecard() -> Scorecard:
    failed = [
        _outcome("q-1", "投入了多少资金?", "reading"),
        _outcome("q-2", "<img src=x onerror=document.title='taken'>", "reading", "list"),
        _outcome("q-3", "整治了没有?", "bad_citation", "yes_no"),
    ]
    outcomes = (*failed, _outcome("q-4", "好", None), replace(failed[0], id="q-5", split="test", detail={}))
    systems = ("wenzheng", "BM25, character bigrams")
    worse = Difference("right_cited", 0.5, 0.2, 5, 0.03, 0, 1, (), ("q-1",))
    return Scorecard(
        {"made": "2026-01-02T03:04:05+00:00", "commit": "0123456789abcdef" * 2, "scores": "f" * 64},
        tuple(row for system in systems for row in rows(system, outcomes, groups=system == "wenzheng")),
        outcomes,
        robustness=(Robustness("river", "traditional", 4, 0.5, 0.75, 0.5, 0.5),),
        gates=(GateResult("river/dev: a_measure_with_a_long_name not worse than the baseline", "0.5 → 0.2", False),),
        since=Comparison("the run before", "this run", {"river": (worse,)}),
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_page(_scorecard(), tmp_path_factory.mktemp("scorecard"))


def _opened(browser: Browser, file: Path, width: int, *, script: bool = True) -> Iterator[Page]:
    """Open the file; whatever a test does, nothing else may be asked for and no error be raised."""
    context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=script)
    page, asked, complaints = context.new_page(), set[str](), list[str]()
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert {url.partition("#")[0] for url in asked} == {file.as_uri()}
    assert complaints == []


@pytest.fixture
def desktop(browser: Browser, file: Path) -> Iterator[Page]:
    yield from _opened(browser, file, 1280)


@pytest.fixture
def phone(browser: Browser, file: Path) -> Iterator[Page]:
    yield from _opened(browser, file, 390)


@pytest.fixture
def bare(browser: Browser, file: Path) -> Iterator[Page]:
    yield from _opened(browser, file, 1280, script=False)


def test_verdict_is_the_first_heading(desktop: Page) -> None:
    expect(desktop.locator("h1")).to_contain_text("1 of 1 gates failed")
    expect(desktop.locator(".tile.worse")).to_have_count(1)


def test_hostile_question_is_text(desktop: Page) -> None:
    expect(desktop.get_by_text("<img src=x onerror=document.title='taken'>").first).to_be_visible()
    assert desktop.locator("img").count() == 0
    assert "Scorecard" in desktop.title()


def test_failure_opens_by_keyboard_and_shows_the_gold(desktop: Page) -> None:
    case = desktop.locator("details.case").first
    case.locator("summary").first.press("Enter")
    for gold in ("blockquote mark.gold", ".evidence mark.gold"):
        expect(case.locator(gold)).to_be_visible()
        expect(case.locator(gold)).to_have_text("投入资金3500万元")
    assert (
        case.locator(".evidence mark.gold").evaluate("m => getComputedStyle(m).backgroundColor") != "rgba(0, 0, 0, 0)"
    )
    expect(case.locator(".evidence h4")).to_contain_text("gold at rank 1")


def test_filter_narrows_and_widens_again(desktop: Page) -> None:
    shown = desktop.locator("details.case:visible")
    expect(shown).to_have_count(3)
    desktop.get_by_label("kind").select_option("bad_citation")
    expect(shown).to_have_count(1)
    expect(desktop.locator("#reading")).to_be_hidden()
    expect(desktop.locator("#filter output")).to_have_text("1 of 3 failures")
    desktop.get_by_label("type").select_option("list")
    expect(desktop.get_by_text("No failure fits the filter.")).to_be_visible()
    desktop.get_by_label("kind").select_option("")
    expect(shown).to_have_count(1)
    desktop.get_by_label("type").select_option("")
    desktop.get_by_label("text").fill("多少资金")
    expect(shown).to_have_count(1)
    desktop.get_by_label("text").fill("")
    desktop.get_by_label("new since").check()
    expect(shown).to_have_count(1)


def test_link_opens_the_failure_it_names(desktop: Page) -> None:
    desktop.evaluate("location.hash = 'river.q-3'")
    expect(desktop.locator("details.case[open]")).to_have_attribute("id", "river.q-3")


def test_phone_never_scrolls_sideways(phone: Page) -> None:
    phone.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert phone.locator(".wide").first.evaluate("box => box.scrollWidth > box.clientWidth")


def test_without_script_failures_still_open(bare: Page) -> None:
    expect(bare.locator("#filter")).to_be_hidden()
    bare.locator("details.case > summary").first.click()
    expect(bare.locator("details.case[open] mark.gold").first).to_be_visible()
