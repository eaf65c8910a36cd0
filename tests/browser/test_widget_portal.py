"""The widget in a portal's page, on another origin: let in or refused, and neither side disturbs the other."""

import json
import re
import tomllib
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from chat_app.answers import Answer, Citation, Evidence, Outcome
from chat_app.assistant import Assistant
from indexer.corpus import Period, Scope

pytestmark = pytest.mark.browser

MILLS = "去年整治了多少家低效工业企业？"
SAID = "完成低效工业企业整治77家。[1]"
BARE = "<!doctype html><title>门户</title><body><h1>门户</h1><button id=own>门户的按钮</button>{tag}"
STRICT = "default-src 'none'; script-src {chat}; connect-src {chat}; require-trusted-types-for 'script'"
HOSTILE_STYLES = """<style>
    html { font-size: 4px; --ink: red; --ground: red }
    html * { font-size: 2px !important; color: transparent !important; visibility: hidden !important;
             pointer-events: none !important; opacity: 0 !important; transform: scale(0.1) !important;
             letter-spacing: 3em !important; writing-mode: vertical-rl !important; --paper: red !important }
    div, button, dialog, p, textarea, summary { display: none !important; z-index: -1 !important }
    body { transform: translateX(99px); filter: blur(9px) }
</style>"""
DATA = Path(__file__).parents[1] / "data"
PAYLOADS = [each["text"] for each in tomllib.loads((DATA / "hostile.toml").read_text(encoding="utf-8"))["payload"]]
TAGS = "article h2 h3 h4 p div span bdi b strong button header textarea ul li details summary blockquote a dialog svg "


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


@pytest.fixture
def bare(enter, portal):
    widget = enter(portal.listed + portal.publish("bare", BARE))
    widget.find(".launcher").wait_for()
    return widget


def test_a_portal_that_is_named_gets_answers_under_a_strict_policy(enter, portal):
    widget = enter(portal.listed + portal.publish("strict", BARE, Content_Security_Policy=STRICT))
    widget.open()
    turn = widget.ask(MILLS)
    expect(turn.locator(".said")).to_have_text(SAID)
    with widget.page.context.expect_page() as opened:
        turn.locator(".go").click()
    assert opened.value.url.startswith(f"{portal.chat}/?report=xicheng-2022&at=")
    expect(opened.value.locator("#paper mark")).to_have_text("完成低效工业企业整治77家")
    turn.get_by_role("button", name="有用").click()
    expect(turn.locator(".told")).to_have_text("谢谢，已经记下。")


def test_a_portal_that_is_not_named_is_refused_in_plain_words(enter, portal):
    widget = enter(portal.unlisted + portal.publish("bare", BARE))
    widget.open()
    turn = widget.ask(MILLS)
    expect(turn.locator(".said")).to_have_text("这个网站还没有开通问政，请告诉网站管理员。")
    assert any("CORS" in complaint for complaint in widget.complaints)
    widget.complaints.clear()


def test_a_frame_without_an_origin_is_refused_and_lives_without_storage(enter, portal):
    inner = portal.publish("inner", BARE)
    frame = f'<iframe sandbox="allow-scripts" src="{inner}" width=900 height=800>'
    page = portal.publish("outer", f"<!doctype html>{frame}")
    widget = enter(portal.listed + page)
    frame = widget.page.frame_locator("iframe").locator("#wenzheng-widget")
    frame.locator(".launcher").click()
    frame.locator(".box").fill(MILLS)
    frame.locator(".box").press("Enter")
    expect(frame.locator(".fault .said")).to_have_text("这个网站还没有开通问政，请告诉网站管理员。")
    widget.complaints.clear()


def test_it_works_where_the_browser_denies_storage(browser, chromium, portal, tmp_path):
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(settings), encoding="utf-8")
    program = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium, args=["--no-sandbox"], viewport={"width": 1280, "height": 860}
    )
    page = program.new_page()
    page.goto(portal.listed + portal.publish("bare", BARE))
    assert page.evaluate("(() => { try { sessionStorage; return 'given' } catch { return 'denied' } })()") == "denied"
    page.locator("#wenzheng-widget .launcher").click()
    page.locator("#wenzheng-widget .box").fill(MILLS)
    page.locator("#wenzheng-widget .box").press("Enter")
    expect(page.locator("#wenzheng-widget .said")).to_have_text(SAID)
    page.locator("#wenzheng-widget .size").click()
    expect(page.locator("#wenzheng-widget .size")).to_have_attribute("aria-pressed", "true")
    program.close()


def test_where_no_stream_comes_through_the_answer_comes_in_one_piece(enter, portal, start_server):
    """An old proxy in front, which knows no stream and keeps the chat in a folder of the portal."""

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self):
            self.forward()

        def do_POST(self):
            if self.path.endswith("/stream"):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.answer(404, "text/html", b"<h1>Not Found</h1>")
            else:
                self.forward()

        def forward(self):
            if not self.path.startswith("/chat/"):
                self.answer(200, "text/html", b'<!doctype html><script src="/chat/widget.js" async></script>')
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            behind = HTTPConnection(portal.chat.removeprefix("http://"))
            behind.request(self.command, self.path.removeprefix("/chat"), body, {"Content-Type": "application/json"})
            reply = behind.getresponse()
            self.answer(reply.status, reply.headers["Content-Type"], reply.read())
            behind.close()

        def answer(self, status, kind, body):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        widget = enter(f"http://127.0.0.1:{server.server_address[1]}/")
        widget.open()
        expect(widget.ask(MILLS).locator(".said")).to_have_text(SAID)
        server.shutdown()
    assert any("404" in complaint for complaint in widget.complaints)
    widget.complaints.clear()


def test_who_asks_too_often_is_told_when_to_come_back(enter, start_server):
    with start_server(rate_limit="1/day") as chat:
        widget = enter(f"{chat.address}/demo")
        widget.open()
        widget.ask(MILLS)
        expect(widget.ask(MILLS).locator(".said")).to_have_text(re.compile(r"您问得太快了，请过\d+.+再问一次。"))
        widget.complaints.clear()


def test_a_report_that_there_is_not_is_told(enter, portal):
    tag = '<script src="{chat}/widget.js" data-report="东城" async></script>'
    widget = enter(portal.listed + portal.publish("report", BARE.replace("{tag}", tag)))
    widget.open()
    expect(widget.ask(MILLS).locator(".said")).to_have_text("没有编号为“东城”的报告。")
    widget.complaints.clear()


def test_the_attributes_are_heeded(enter, portal):
    options = 'data-position="left" data-theme="dark" data-lang="en" data-size="large" data-question="77家？"'
    tag = f'<script src="{{chat}}/widget.js" {options} async></script>'
    widget = enter(portal.listed + portal.publish("options", BARE.replace("{tag}", tag)))
    widget.open()
    assert widget.find(".launcher").bounding_box()["x"] < 100
    expect(widget.find(".box")).to_have_value("77家？")
    expect(widget.find(".box")).to_have_attribute("aria-label", "Your question")
    expect(widget.find(".turn")).to_have_count(0)  # written, not sent
    widget.large_enough(24, 60)
    assert widget.find(".panel").evaluate("panel => getComputedStyle(panel).backgroundColor") == "rgb(27, 29, 26)"


def test_the_portal_drives_it_and_hears_of_it(bare):
    page = bare.page
    page.evaluate(
        """() => {
            window.heard = [];
            const what = ({ answer, code }) => answer?.outcome ?? code;
            for (const name of ["open", "close", "answer", "error"])
                addEventListener(`wenzheng:${name}`, event => heard.push([name, what(event.detail)]));
            window.mine = () => heard.push("mine");
            Wenzheng.on("open", mine);
            document.getElementById("own").focus();
        }"""
    )
    page.evaluate("Wenzheng.open()")
    assert page.evaluate("Wenzheng.isOpen")
    page.evaluate("Wenzheng.off('open', mine); Wenzheng.close()")
    expect(page.locator("#own")).to_be_focused()
    page.evaluate("Wenzheng.toggle(); Wenzheng.toggle()")
    assert page.evaluate("question => Wenzheng.ask(question)", MILLS).get("short") == "77家"
    assert page.evaluate("Wenzheng.ask('')") is None
    page.context.set_offline(True)
    assert page.evaluate("question => Wenzheng.ask(question)", MILLS) is None
    page.context.set_offline(False)
    bare.complaints.clear()
    heard = page.evaluate("heard")
    opened, closed = ["open", None], ["close", None]
    assert heard == ["mine", opened, closed, opened, closed, opened, ["answer", "answered"], ["error", "offline"]]
    assert page.evaluate("Wenzheng.version").startswith("1.0.0+")


def test_words_colours_and_corner_change_while_it_runs(bare):
    bare.open()
    bare.ask(MILLS)
    bare.find(".box").fill("写了一半")
    for lang, label in (("en", "Ask"), ("zh-TW", "提問"), ("zh-CN", "提问")):
        bare.page.evaluate("lang => Wenzheng.setLocale(lang)", lang)
        expect(bare.find(".send")).to_have_text(label)
        expect(bare.find(".box")).to_have_value("写了一半")
        expect(bare.find(".said")).to_have_text(SAID)
        expect(bare.find(".root")).to_have_attribute("lang", lang)
    ground = "panel => getComputedStyle(panel).backgroundColor"
    seen = set()
    for theme in ("light", "dark", "contrast", "auto"):
        bare.page.evaluate("theme => Wenzheng.setTheme(theme)", theme)
        seen.add(bare.find(".panel").evaluate(ground))
    assert len(seen) == 3
    bare.page.emulate_media(color_scheme="dark")
    expect(bare.find(".root")).to_have_attribute("data-theme", "dark")
    bare.page.evaluate("Wenzheng.setPosition('left')")
    assert bare.find(".launcher").bounding_box()["x"] < 100


def test_an_answer_that_comes_while_it_is_closed_leaves_a_mark(bare):
    bare.page.evaluate("question => Wenzheng.ask(question, { open: false })", MILLS)
    expect(bare.find(".launcher .unread")).to_be_visible()
    expect(bare.find(".launcher")).to_have_attribute("aria-label", re.compile("问政.*有新的回答"))
    expect(bare.find(".panel")).to_be_hidden()
    bare.open()
    expect(bare.find(".said")).to_have_text(SAID)
    expect(bare.find(".unread")).to_have_count(0)
    expect(bare.find(".launcher")).to_have_attribute("aria-label", re.compile("^(?!.*新的回答)"))


def test_it_is_loaded_twice_destroyed_and_loaded_again(enter, portal):
    head = f"<!doctype html><title>门户</title>{{tag}}{{tag}}{BARE}"
    widget = enter(portal.listed + portal.publish("twice", head))
    page = widget.page
    widget.find(".launcher").wait_for()
    load = """source => new Promise(done => {
        const script = Object.assign(document.createElement("script"), { src: source, onload: done });
        document.head.append(script);
    })"""
    page.evaluate(load, f"{portal.chat}/widget.js")  # long after the page is there
    expect(page.locator("#wenzheng-widget")).to_have_count(1)
    page.evaluate("Wenzheng.destroy()")
    expect(page.locator("#wenzheng-widget")).to_have_count(0)
    assert page.evaluate("'Wenzheng' in window") is False
    page.evaluate(load, f"{portal.chat}/widget.js")
    widget.open()
    expect(widget.ask(MILLS).locator(".said")).to_have_text(SAID)


def test_it_leaves_the_page_as_it_is(enter, portal):
    before = "<script>before = [...Object.getOwnPropertyNames(window), 'before']</script>"
    page = f"{before}{BARE}<p>文</p>" + "<p>字</p>" * 60
    plain = enter(portal.listed + portal.publish("plain", page.replace("{tag}", "")))
    widget = enter(portal.listed + portal.publish("dressed", page))
    widget.open()
    widget.ask(MILLS)
    state = """() => JSON.stringify([
        ...[...document.querySelectorAll("html, body, h1, p, #own")].map(element =>
            [element.getBoundingClientRect(), element.getAttributeNames(), [...getComputedStyle(element)].map(
                name => name + getComputedStyle(element)[name])]),
        document.styleSheets.length, document.adoptedStyleSheets.length, document.cookie,
    ])"""
    assert widget.page.evaluate(state) == plain.page.evaluate(state)
    fresh = "Object.getOwnPropertyNames(window).filter(name => !before.includes(name))"
    assert widget.page.evaluate(fresh) == ["Wenzheng"]


def test_no_style_of_the_portal_comes_in(enter, portal, bare):
    widget = enter(portal.listed + portal.publish("hostile", HOSTILE_STYLES + BARE))
    for each in (bare, widget):
        each.open()
        each.ask(MILLS)
    look = """() => {
        const names = ["color", "visibility", "opacity", "fontSize", "backgroundColor", "pointerEvents"];
        const all = document.querySelector("#wenzheng-widget").shadowRoot.querySelectorAll("*");
        return JSON.stringify([...all].map(element => [
            element.className, element.getBoundingClientRect(), ...names.map(name => getComputedStyle(element)[name])
        ]));
    }"""
    assert widget.page.evaluate(look) == bare.page.evaluate(look)
    assert widget.page.evaluate("document.querySelector('#wenzheng-widget').checkVisibility({opacityProperty: true})")


def test_shortcuts_of_the_portal_do_not_answer_to_what_is_typed(enter, portal):
    heard = "for (const name of ['keydown', 'keyup']) document.addEventListener(name, () => pressed++)"
    widget = enter(portal.listed + portal.publish("keys", f"<script>pressed = 0; {heard}</script>{BARE}"))
    widget.open()
    widget.page.keyboard.type("abc/?")
    expect(widget.find(".box")).to_have_value("abc/?")
    assert widget.page.evaluate("pressed") == 0


def test_a_portal_in_another_encoding_shows_it_right(enter, portal):
    widget = enter(portal.listed + portal.publish("gbk", BARE, encoding="gb18030"))
    widget.open()
    expect(widget.find(".send")).to_have_text("提问")
    expect(widget.ask(MILLS).locator(".said")).to_have_text(SAID)


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
