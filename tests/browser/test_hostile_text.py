"""Texts that try to be more than text, from a question and from a report: shown word for word, and inert."""

import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat_app.assistant import Assistant
from indexer.build import build_index
from indexer.encoders import load_encoder
from indexer.settings import IndexSettings

pytestmark = pytest.mark.browser

FILE = Path(__file__).parents[1] / "data" / "hostile.toml"
PAYLOADS = [payload["text"] for payload in tomllib.loads(FILE.read_text(encoding="utf-8"))["payload"]]
FOUND = """() => {
    const found = [];
    for (const element of document.querySelectorAll("#log *, #paper *")) {
        const name = element.localName;
        const style = getComputedStyle(element);
        const attributes = element.getAttributeNames().filter(attribute =>
            !/^(class|href|rel|type|id|tabindex|role|aria-[a-z]+|data-[a-z]+|hidden)$/.test(attribute));
        const plain = /^(article|h[3-6]|div|p|span|a|b|ol|ul|li|button|strong|mark|br)$/.test(name);
        const href = element.getAttribute("href") ?? "?report=";
        const leads = href.startsWith("?report=") || /^tel:[0-9-]+$/.test(href);
        const turning = [...element.childNodes].some(node =>
            node.nodeType === 3 && /[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data));
        const mixed = turning && style.unicodeBidi !== "isolate";
        if (!plain || attributes.length || !leads || style.position === "fixed" || mixed) found.push(element.outerHTML);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def hostile_site(start_server, tmp_path_factory):
    """Serve a report in which all of these texts stand."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = [f"第{n}项措施说明如下：{text}，完成{n}件。" for n, text in enumerate(PAYLOADS, 1)]
    (folder / "report.txt").write_text("2022年主要工作回顾\n一、措施\n" + "\n".join(lines), encoding="utf-8")
    build_index([folder / "report.txt"], folder / "index", load_encoder(), IndexSettings())
    assistant = Assistant.load(folder / "index")
    with start_server(assistant, rate_limit="") as server:
        yield server, assistant.reports[0].text


def test_hostile_text_of_question_and_report_is_shown_and_does_nothing(browser, hostile_site):
    server, report = hostile_site
    page = browser.new_page(viewport={"width": 390, "height": 844})
    hosts, dialogs, errors = set(), [], []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2].split(":")[0]))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(server.address)
    page.locator("#paper p").first.wait_for()
    assert page.locator("#paper > *").all_text_contents() == [line for line in report.split("\n") if line.strip()]
    page.locator("#send").wait_for()
    title = page.title()
    turns = page.locator("#log .turn:not(.pending)")
    for n, text in enumerate(PAYLOADS):
        page.locator("#question textarea").fill(text)
        page.locator("#question textarea").press("Enter")
        turns.nth(n).wait_for(timeout=15_000)
    asked = page.locator("#log h3.question").evaluate_all("all => all.map(one => one.textContent)")
    assert [text.removeprefix("您问：").strip() for text in asked] == [text.strip() for text in PAYLOADS]
    quotes = "".join(page.locator("#log .quote, #log .said").all_text_contents())
    tricks = (
        "<iframe src=",
        "javascript:alert(1)",
        "position:fixed",
        "onerror=alert(1)",
        "<form action=",
        "\u202e",
        "{{7",
    )
    assert [trick for trick in tricks if trick not in quotes] == []
    assert page.evaluate(FOUND) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert (hosts, dialogs, errors) == ({"127.0.0.1"}, [], [])
    expect(page).to_have_title(title)
    page.close()
