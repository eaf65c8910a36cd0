"""The widget on another origin: let in or refused, and at work where a browser or a proxy denies it something."""

import json
import re
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import BARE, MILLS, SAID

pytestmark = pytest.mark.browser

STRICT = "default-src 'none'; script-src {chat}; connect-src {chat}; require-trusted-types-for 'script'"


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
