"""Texts that try to be more than text, on the page and in the widget: shown word for word, and inert."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chat_app.answers import Answer, Citation, Evidence, Outcome
from chat_app.assistant import Assistant
from indexer.build import build_index
from indexer.corpus import Period, Scope
from indexer.encoders import load_encoder
from indexer.settings import IndexSettings

pytestmark = pytest.mark.browser

FILE = Path(__file__).parents[1] / "data" / "hostile.toml"
PAYLOADS = [payload["text"] for payload in tomllib.loads(FILE.read_text(encoding="utf-8"))["payload"]]
TAGS = "article h2 h3 h4 p div span bdi b strong button header textarea ul li details summary blockquote a dialog svg "
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


@dataclass(frozen=True)
class Parrot(Assistant):
    """Answers with the question's own text in every place that an answer has."""

    def ask(self, question):
        text, period = question.text, Period(Scope.DONE, 2022)
        report = replace(self.reports[0], title=text, publisher=text, date=text)
        answer = Answer(
            Outcome.ANSWERED, f"{text}[1]", 0.9, self.index, 1.0, notes=(text,), suggestions=(text,), reports=(report,)
        )
        if question.history[-1:] == (text,):  # asked once more
            near = tuple(Evidence(i, 0.5, report.id, (text,), 0, 3, text, period) for i in range(3))
            return replace(answer, outcome=Outcome.NOT_FOUND, text=text, evidence=near)
        return replace(answer, citations=(Citation(1, report.id, text, (text,), period, 0, 3, text),), generator=text)


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


def test_hostile_text_is_inert_wherever_it_stands(enter, assistant, start_server):
    with start_server(Parrot(assistant.bundle, assistant.embedder), rate_limit="") as chat:
        widget = enter(f"{chat.address}/demo")
        page = widget.page
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        widget.open()
        for text in PAYLOADS:  # the second time the report is silent, and the text stands in what is near
            for outcome in ("answered", "not_found"):
                assert page.evaluate("async text => (await Wenzheng.ask(text)).outcome", text) == outcome
        found = page.evaluate(
            """() => {
                const root = document.querySelector("#wenzheng-widget").shadowRoot;
                const log = root.querySelector(".log");
                const all = [...root.querySelectorAll("*")];
                return {
                    tags: [...new Set(all.map(element => element.localName))],
                    attributes: [...new Set(all.flatMap(element => element.getAttributeNames()))],
                    links: [...new Set([...root.querySelectorAll("a")].map(link => link.protocol + link.host))],
                    wide: log.scrollWidth - log.clientWidth,
                    said: [...root.querySelectorAll(".turn")].map(turn => [
                        turn.querySelector("h3").lastChild.data,
                        ...[...turn.querySelectorAll(".said, blockquote, .path, .asks .ask, .taste")]
                            .map(element => element.textContent.replace(/\\[1\\]$/, "")),
                    ]),
                };
            }"""
        )
        assert set(found["tags"]) <= {*TAGS.split(), "path"}
        assert not [name for name in found["attributes"] if name.startswith("on") or name in ("src", "style", "srcset")]
        assert set(found["links"]) == {chat.address.replace("//", ""), "tel:"}
        assert found["wide"] == 0
        assert [said[0] for said in found["said"]] == [text.strip() for text in PAYLOADS for _ in range(2)]
        for question, *shown in found["said"]:
            assert len(shown) >= 4
            assert {text.strip() for text in shown} == {question}
        widget.find(".close").click()
        expect(widget.find(".launcher")).to_be_visible()
