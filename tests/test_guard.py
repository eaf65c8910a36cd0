"""Who may ask: a real server, told of one portal, asked as browsers ask."""

import httpx
import pytest

PORTAL = "https://www.portal.example"
FOREIGN = ["https://evil.example", "null", f"{PORTAL}.evil.example", f"{PORTAL}:8443", "http://www.portal.example"]
QUESTION = {"question": "去年整治了多少家低效工业企业？"}
JOIN = "/gradio_api/queue/join"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
CROSS_SITE = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture(scope="module")
def server(start_server):
    with start_server(portal_origins=PORTAL) as server:
        yield server


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server.address) as client:
        yield client


def is_refused(response):
    assert "access-control-allow-origin" not in response.headers
    assert not response.json()["error"]["message"].isascii()
    return (response.status_code, response.json()["error"]["code"]) == (403, "forbidden")


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_page_of_no_named_portal_is_refused_on_the_server(client, origin):
    headers = {"Origin": origin}
    for path in ("/api/ask", "/api/ask/stream", "/api/feedback", JOIN, "/gradio_api/reset"):
        assert is_refused(client.post(path, json=QUESTION, headers=headers)), path
        assert is_refused(client.options(path, headers=headers | PREFLIGHT)), path
    for path in ("/api/reports", "/gradio_api/heartbeat/a", "/gradio_api/queue/data?session_hash=a", "/widget.js"):
        assert is_refused(client.get(path, headers=headers)), path


@pytest.mark.parametrize("path", ["/api/ask", JOIN])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_is_refused_also_without_an_origin(client, path, site):
    assert is_refused(client.post(path, json=QUESTION, headers={"Sec-Fetch-Site": site}))


def test_a_browser_that_says_cross_site_is_believed_over_the_origin(client, server):
    assert is_refused(client.post("/api/ask", json=QUESTION, headers={"Origin": server.address} | CROSS_SITE))


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_the_portal_may_ask_without_credentials(client, path):
    headers = {"Origin": PORTAL} | CROSS_SITE
    preflight = client.options(path, headers=headers | PREFLIGHT)
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower()
    answer = client.post(path, json=QUESTION, headers=headers)
    assert "77家" in answer.text
    for response in (preflight, answer):
        assert response.headers["access-control-allow-origin"] == PORTAL
        assert "access-control-allow-credentials" not in response.headers
        assert "Origin" in response.headers["vary"]


def test_the_portal_can_read_why_it_is_refused(client):
    response = client.post("/api/ask", content=b" " * 70_000, headers={"Origin": PORTAL} | CROSS_SITE)
    assert response.status_code == 413
    assert response.headers["access-control-allow-origin"] == PORTAL
    assert "Retry-After" in response.headers["access-control-expose-headers"]


def test_the_portal_may_not_ask_gradio_itself(client):
    assert is_refused(client.post(JOIN, json={}, headers={"Origin": PORTAL} | CROSS_SITE))
    assert is_refused(client.options(JOIN, headers={"Origin": PORTAL} | PREFLIGHT))


@pytest.mark.parametrize("extra", [{}, {"Sec-Fetch-Site": "same-origin"}])
def test_our_own_page_may_ask(client, server, extra):
    response = client.post("/api/ask", json=QUESTION, headers={"Origin": server.address} | extra)
    assert response.json()["outcome"] == "answered"
    assert "access-control-allow-origin" not in response.headers


def test_a_proxy_may_change_the_host_where_the_browser_says_same_origin(client):
    headers = {"Origin": "https://chat.example.cn", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/ask", json=QUESTION, headers=headers).json()["outcome"] == "answered"


def test_a_program_that_is_no_browser_may_ask(client):
    assert client.post("/api/ask", json=QUESTION).json()["outcome"] == "answered"


def test_a_link_from_elsewhere_leads_here(client):
    assert client.get("/", headers=CROSS_SITE | {"Sec-Fetch-Mode": "navigate"}).status_code == 200


def test_answers_depend_on_the_origin_for_caches(client):
    assert "Origin" in client.get("/api/reports").headers["vary"]


def test_only_we_and_the_portal_may_frame(client):
    for path in ("/", "/none"):
        policy = client.get(path).headers["content-security-policy"]
        assert policy.endswith(f"; frame-ancestors 'self' {PORTAL}")


def test_without_a_portal_only_we_may_frame_and_ask(start_server):
    with start_server() as server, httpx.Client(base_url=server.address) as client:
        assert client.get("/").headers["content-security-policy"].endswith("; frame-ancestors 'self'")
        assert is_refused(client.post("/api/ask", json=QUESTION, headers={"Origin": PORTAL}))


@pytest.mark.parametrize(("path", "policy"), [("/widget.js", "cross-origin"), ("/api/reports", "same-origin")])
def test_other_sites_may_load_the_widget_and_nothing_else(client, path, policy):
    assert client.get(path, headers=CROSS_SITE).headers["cross-origin-resource-policy"] == policy
