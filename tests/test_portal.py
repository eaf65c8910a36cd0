"""What portals take: the script, how it is kept and pinned, and the demo's strict policy."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from chat_app.api import create_app
from chat_app.feedback import REASONS
from chat_app.settings import ChatSettings
from chat_app.widget import WIDGET, widget_script

GZIP = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def client(assistant):
    with TestClient(create_app(assistant, ChatSettings()), base_url="http://127.0.0.1") as client:
        yield client


def test_the_guide_shows_lines_of_the_nginx_configuration():
    package = Path(__file__).parents[1] / "chat_app"
    whole = (package / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    guide = (package / "web" / "widget" / "README.md").read_text(encoding="utf-8")
    shown = guide.split("```nginx\n")[1].split("```")[0]
    lines = {line.partition("#")[0].strip() for line in whole.splitlines()}
    assert [line for line in shown.splitlines() if line.strip() not in lines] == []


def integrity(body):
    return "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()


def test_the_script_weighs_at_most_20_kilobytes_on_the_wire(client):
    with client.stream("GET", "/widget.js", headers=GZIP) as response:
        assert response.headers["content-encoding"] == "gzip"
        assert len(b"".join(response.iter_raw())) <= 20 * 1024
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"  # also on a portal written in GBK


def test_a_browser_that_does_not_unpack_gets_the_same_script(client):
    plain = client.get("/widget.js", headers=PLAIN)
    assert "content-encoding" not in plain.headers
    assert plain.content == client.get("/widget.js", headers=GZIP).content
    assert "Accept-Encoding" in plain.headers["vary"]


def test_a_script_that_the_browser_has_is_not_sent_again(client):
    first = client.get("/widget.js")
    assert first.headers["cache-control"] == "no-cache"
    tags = f'"other", W/{first.headers["etag"]}'
    again = client.get("/widget.js", headers={"If-None-Match": tags})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/widget.js", headers={"If-None-Match": '"other"'}).status_code == 200


def test_only_the_address_of_the_present_version_is_kept_for_good(client):
    version = client.get("/widget.js").headers["etag"].strip('"')
    kept = client.get("/widget.js", params={"v": version}).headers["cache-control"]
    assert "immutable" in kept
    assert client.get("/widget.js", params={"v": "0"}).headers["cache-control"] == "no-cache"


def test_the_head_of_the_script_can_be_asked_for(client):
    assert client.head("/widget.js").status_code == 200


def test_the_script_says_its_version_and_changes_it_with_what_it_holds():
    one, other = widget_script("12345", ["问？"], "不记"), widget_script("12349", ["问？"], "不记")
    assert one.version.startswith("1.0.0+")
    assert f'const VERSION = "{one.version}"' in one.body.decode()
    assert one.version != other.version
    assert one.integrity == integrity(one.body) == integrity(gzip.decompress(one.packed))


def test_a_contact_and_examples_are_data_and_nothing_else():
    body = widget_script('";alert(1)//\u2028</script>', ["\\"], "").body.decode()
    assert 'const SITE = {"contact": "\\";alert(1)//' in body


def test_the_modules_make_one_script():
    body = widget_script("12345", [], "").body.decode()
    assert not re.search(r"^(import|export) ", body, re.MULTILINE)
    assert all(line.count("`") % 2 == 0 for line in body.split("\n"))  # the indents that go are none of a text
    assert {path.stem for path in WIDGET.glob("*.js")} == set(
        re.findall(r'from "\./(\w+)\.js"', "".join(path.read_text(encoding="utf-8") for path in WIDGET.glob("*.js")))
    ) | {"widget"}


@pytest.mark.parametrize("path", sorted(WIDGET.glob("*.js")), ids=lambda path: path.name)
def test_nothing_in_the_widget_turns_text_into_markup_or_code(path):
    code = path.read_text(encoding="utf-8")
    assert not re.search(r"(inner|outer|Adjacent)HTML|DOMParser|document\.write|\beval\b|new Function", code)
    assert not re.search(r'setAttribute\("style|\bimport\(', code)


def test_the_widget_knows_the_reasons_that_the_server_takes():
    labels = (WIDGET / "labels.js").read_text(encoding="utf-8")
    for reasons in re.findall(r"reasons: \{(.*)\}", labels):
        assert re.findall(r"(\w+): ", reasons) == list(REASONS)
    assert all(f'{code}: "{words}"' in labels for code, words in REASONS.items())


def test_the_demo_pins_the_script_that_is_served(client):
    html = client.get("/demo").text
    assert f'integrity="{integrity(client.get("/widget.js").content)}"' in html


def test_the_demo_has_a_strict_policy_and_the_page_keeps_its_own(client):
    policy = client.get("/demo").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 127.0.0.1; connect-src 127.0.0.1;")
    assert "unsafe" not in policy
    assert "nonce-" in client.get("/").headers["content-security-policy"]


def test_the_demo_shows_the_lines_that_a_portal_needs(client):
    html = client.get("/demo").text
    for line in (
        "script-src 127.0.0.1;",
        "connect-src 127.0.0.1;",
        "//127.0.0.1/widget.js",
        "WENZHENG_PORTAL_ORIGINS",
        "&lt;iframe",
    ):
        assert line in html
    assert "{{" not in html
    assert "http://127.0.0.1" not in html  # behind TLS it would be blocked as mixed content
