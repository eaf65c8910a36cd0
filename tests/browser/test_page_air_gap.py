"""No request leaves the machine while the page is used: neither the server's nor the browser's."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

WATCH = (Path(__file__).parents[1] / "watch.py").read_text(encoding="utf-8")
SERVE = "from chat_app.__main__ import main; import os, sys; os._exit(main(sys.argv[1:]))"
OWN = "--disable-features=AutofillServerCommunication"  # Chromium asks its maker what kind of form it sees


def contacts(log: Path) -> set[str]:
    """Return the hosts that pages of ours asked for or looked up, as Chromium's own network log has them.

    What Chromium does for itself (updates, accounts) is keyed to no site, or to another.
    """
    found = set()
    for event in json.loads(log.read_text(encoding="utf-8"))["events"]:
        facts = event.get("params", {})
        key = str(facts.get("network_isolation_key", facts.get("network_anonymization_key", "")))
        if "127.0.0.1" in key or "127.0.0.1" in str(facts.get("initiator", "")):
            address = str(facts.get("url") or facts.get("host") or "")
            found.add(urlsplit(address if "//" in address else f"//{address}").hostname or "")
    return found - {""}


def test_using_the_page_reaches_no_other_machine(start_process, playwright, chromium, tmp_path):
    log = tmp_path / "net.json"
    with start_process("-c", f"{WATCH}\n{SERVE}") as (address, server):
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", f"--log-net-log={log}", OWN]
        )
        page = browser.new_page()
        page.goto(address)
        page.get_by_text("按主题看更多问题").click()
        page.locator("#topic-list .ask").first.click()
        page.locator("#log .card").first.click()
        page.get_by_role("button", name="没用").click()
        page.get_by_role("button", name="说得不清楚").click()
        page.locator("#log .told").filter(has_text="谢谢").wait_for()
        page.get_by_role("button", name="更多").click()
        page.wait_for_timeout(1000)  # what starts in the background gets its chance
        unguarded = browser.new_context(bypass_csp=True).new_page()
        unguarded.goto(f"{address}healthz")
        unguarded.evaluate("fetch('http://seen.example.org/').catch(() => null)")  # so that one sees that the log sees
        browser.close()
        assert server.poll() is None  # the watch would have ended it
    assert contacts(log) == {"127.0.0.1", "seen.example.org"}
