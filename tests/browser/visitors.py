"""Who drives a page in the browser tests: a visitor on our own page, and one on a portal's page with the widget."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page

MILLS = "去年整治了多少家低效工业企业？"
SAID = "完成低效工业企业整治77家。[1]"
SILENT = "地铁什么时候开通？"  # of this the report says nothing
# A portal's page with the widget and hardly anything else.
BARE = "<!doctype html><title>门户</title><body><h1>门户</h1><button id=own>门户的按钮</button>{tag}"


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it stands: every rule that is not experimental, all frames."""
    page.evaluate(AXE_SCRIPT)  # given to the browser from outside, so the page's policy holds
    found = page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations")
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def widths_with_a_citation_apart(said: Locator) -> list[int]:
    """Return the widths in pixels at which an answer's citation does not stand on the line of the text before it."""
    apart: list[int] = said.evaluate(
        """said => {
            const texts = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
            let last = null;
            for (let node; (node = texts.nextNode()) && !node.parentElement.closest(".cite");)
                if (node.data) last = node;
            const end = document.createRange();
            end.setStart(last, last.length - 1);
            end.setEnd(last, last.length);
            const widths = Array.from({ length: 70 }, (_, i) => 110 + 3 * i);
            return widths.filter(width => {
                said.style.width = `${width}px`;
                const right = end.getBoundingClientRect().right;
                return said.querySelector(".cite").getBoundingClientRect().left < right - 1;
            });
        }"""
    )
    return apart


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

    def open(self, address: str) -> None:
        """Open the page and wait until it can be used."""
        self.page.goto(address)
        self.ready()

    def ready(self) -> None:
        """Wait until the page can be used."""
        self.page.locator("#send").wait_for()
        self.page.locator("#paper h3").first.wait_for()

    def begin(self) -> None:
        """Begin a new conversation, with nothing written yet."""
        self.page.locator("#question textarea").fill("")
        turns = self.page.locator("#log .turn")
        if turns.count():
            self.page.locator("#anew").click()
            turns.first.wait_for(state="detached")

    def more(self, choice: str) -> None:
        """Choose something in the panel 更多 by its label, and close it."""
        self.page.locator("#open-more").click()
        self.page.locator("#more").get_by_text(choice, exact=True).click()
        self.page.keyboard.press("Escape")


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
