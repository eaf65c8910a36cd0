"""How often a visitor may ask, and who a visitor is; the limit itself before a real server."""

import re
from ipaddress import ip_network

import httpx
import pytest

from chat_app.limiter import MOST_VISITORS, Limiter
from chat_app.peers import Peers

QUESTION = {"question": "去年整治了多少家低效工业企业？"}
JOIN = "/gradio_api/queue/join"
PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.fixture(scope="module")
def behind_a_proxy(start_server):
    """A client of a server that allows three questions a day and believes the proxy that this client claims to be."""
    with (
        start_server(rate_limit="3/day", trusted_proxies="127.0.0.1") as server,
        httpx.Client(base_url=server.address) as client,
    ):
        yield client


def ask(client, address, path="/api/ask"):
    return client.post(path, json=QUESTION, headers={"X-Forwarded-For": address})


def test_who_asks_too_often_is_told_when_to_come_back_and_others_go_on(behind_a_proxy):
    assert [ask(behind_a_proxy, "192.0.2.1").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = ask(behind_a_proxy, "192.0.2.1")
    assert refused.json()["error"]["code"] == "too_many_requests"
    assert re.search(r"请过\d+(秒|分钟|小时)再问", refused.json()["error"]["message"])
    assert 0 < int(refused.headers["retry-after"]) <= 86400
    assert ask(behind_a_proxy, "192.0.2.2").status_code == 200


def test_all_ways_to_ask_share_one_limit(behind_a_proxy):
    for path in ("/api/ask/stream", "/api/feedback", JOIN):
        assert ask(behind_a_proxy, "192.0.2.3", path).status_code != 429
    for path in ("/api/ask", "/api/ask/stream", "/api/feedback", JOIN, f"{JOIN}/"):
        assert ask(behind_a_proxy, "192.0.2.3", path).status_code == 429
    assert not ask(behind_a_proxy, "192.0.2.3", JOIN).json()["detail"].isascii()  # what Gradio's script shows


def test_reading_is_not_limited(behind_a_proxy):
    for _ in range(5):
        for path in ("/", "/healthz", "/readyz", "/api/reports", "/theme.css"):
            assert behind_a_proxy.get(path, headers={"X-Forwarded-For": "192.0.2.4"}).status_code == 200
    assert ask(behind_a_proxy, "192.0.2.4").status_code == 200


def test_an_address_that_the_visitor_made_up_buys_no_question(behind_a_proxy):
    made_up = [ask(behind_a_proxy, f"198.51.100.{i}, 192.0.2.5").status_code for i in range(4)]
    assert made_up == [200, 200, 200, 429]


def test_without_a_trusted_proxy_nobody_is_believed(start_server):
    with start_server(rate_limit="3/day") as server, httpx.Client(base_url=server.address) as client:
        assert [ask(client, f"192.0.2.{i}").status_code for i in range(4)] == [200, 200, 200, 429]


def test_without_a_limit_all_may_ask(start_server):
    with start_server(rate_limit="") as server, httpx.Client(base_url=server.address) as client:
        assert {ask(client, "192.0.2.1").status_code for _ in range(70)} == {200}


def visitor(peer, *chains):
    headers = [(b"x-forwarded-for", chain.encode()) for chain in chains]
    return Peers(PROXIES).visitor({"type": "http", "client": peer and (peer, 1234), "headers": headers})


@pytest.mark.parametrize(
    ("peer", "chains", "expected"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["192.0.2.9"], "192.0.2.1"),
        ("10.0.0.1", ["192.0.2.9"], "192.0.2.9"),
        ("10.0.0.1", ["198.51.100.1, 192.0.2.9"], "192.0.2.9"),
        ("10.0.0.1", ["198.51.100.1", "192.0.2.9, 10.0.0.2"], "192.0.2.9"),
        ("10.0.0.1", ["192.0.2.9:443,[fd00::2]:80"], "192.0.2.9"),
        ("fd00::1", ["192.0.2.9"], "192.0.2.9"),
        ("::ffff:10.0.0.1", ["::ffff:192.0.2.9"], "192.0.2.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["192.0.2.9, unknown, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["198.51.100.1, "], "10.0.0.1"),
    ],
)
def test_the_visitor_is_the_last_address_that_a_trusted_proxy_saw(peer, chains, expected):
    assert visitor(peer, *chains) == visitor(expected)


def test_a_visitor_with_a_network_of_ipv6_is_one_visitor():
    assert visitor("2001:db8::1") == visitor("2001:db8:0:0:ffff::2%eth0") != visitor("2001:db8:0:1::1")


def test_a_peer_without_an_address_is_a_visitor_too():
    assert visitor(None) == visitor("unix") == b""


def test_what_is_counted_stays_bounded_and_names_nobody():
    limiter = Limiter("2/minute")
    for i in range(3 * MOST_VISITORS):
        assert limiter.seconds_to_wait(i.to_bytes(4)) == 0
    assert len(limiter._storage.storage) <= MOST_VISITORS + 1
    assert not any(i.to_bytes(4).hex() in key for i, key in enumerate(limiter._storage.storage))


def test_two_limits_hold_both():
    limiter = Limiter("2/second;3/day")
    waits = [limiter.seconds_to_wait(b"a") for _ in range(3)]
    assert waits[:2] == [0, 0]
    assert 0 < waits[2] <= 60
    assert limiter.seconds_to_wait(b"b") == 0
