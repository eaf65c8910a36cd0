import re
from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path

import pytest

from chat_app.settings import ChatSettings, SettingsError

EXAMPLE = Path(__file__).parent.parent / ".env.example"


def test_an_empty_environment_gives_the_defaults():
    settings = ChatSettings.from_env({})
    assert settings == ChatSettings()
    assert (settings.index, settings.host, settings.port) == (Path("index"), "127.0.0.1", 7860)


def test_every_setting_is_read_and_blank_ones_keep_their_default():
    given = {
        "WENZHENG_INDEX": "/srv/index",
        "WENZHENG_HOST": "0.0.0.0",
        "WENZHENG_PORT": "80",
        "WENZHENG_CONTACT": " ",
        "WENZHENG_TRUSTED_HOSTS": "chat.example.cn, *.example.org,",
        "WENZHENG_PORTAL_ORIGINS": "https://WWW.example.gov.cn:443，http://政务.example:8080, http://[::1]:80",
        "WENZHENG_DATA": "/srv/data",
        "WENZHENG_RETENTION_DAYS": "0",
        "WENZHENG_RATE_LIMIT": "10/second; 500 per day",
        "WENZHENG_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8, fd00::/8",
    }
    expected = ChatSettings(
        index=Path("/srv/index"),
        host="0.0.0.0",
        port=80,
        trusted_hosts=("chat.example.cn", "*.example.org"),
        portal_origins=("https://www.example.gov.cn", "http://xn--zfr164b.example:8080", "http://[::1]"),
        data=Path("/srv/data"),
        retention_days=0,
        rate_limit="10/second; 500 per day",
        trusted_proxies=(ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"), ip_network("fd00::/8")),
    )
    assert ChatSettings.from_env(given) == expected


@pytest.mark.parametrize("port", ["http", "-1", "65536", "7860.5", "７８６０"])
def test_a_port_that_is_none_is_refused_by_name(port):
    with pytest.raises(SettingsError, match="WENZHENG_PORT"):
        ChatSettings.from_env({"WENZHENG_PORT": port})


@pytest.mark.parametrize("days", ["half a year", "-1", "180.5", "100000", "１８０"])
def test_a_number_of_days_that_is_none_is_refused_by_name(days):
    with pytest.raises(SettingsError, match="WENZHENG_RETENTION_DAYS"):
        ChatSettings.from_env({"WENZHENG_RETENTION_DAYS": days})


@pytest.mark.parametrize("hosts", ["https://chat.example.cn", "chat.example.cn:443", "chat.example.cn/", "a b"])
def test_a_host_that_is_no_name_is_refused(hosts):
    with pytest.raises(SettingsError, match="WENZHENG_TRUSTED_HOSTS"):
        ChatSettings.from_env({"WENZHENG_TRUSTED_HOSTS": hosts})


@pytest.mark.parametrize(
    "origins",
    [
        "www.example.gov.cn",
        "https://www.example.gov.cn/",
        "https://www.example.gov.cn/chat",
        "https://www.example.gov.cn?",
        "https://*.example.gov.cn",
        "https://user@www.example.gov.cn",
        "https://www.example.gov.cn:",
        "https://www.example.gov.cn:65536",
        "https://www..cn",
        "https://[::1",
        "https://",
        "*",
        "null",
        "file://",
        "https://a.example https://b.example",
    ],
)
def test_an_origin_that_is_none_is_refused_with_an_example_of_what_is(origins):
    with pytest.raises(SettingsError, match=r"WENZHENG_PORTAL_ORIGINS: .*for example https://www\.example\.gov\.cn"):
        ChatSettings.from_env({"WENZHENG_PORTAL_ORIGINS": f"https://good.example,{origins}"})


def test_the_rate_limit_may_be_set_to_nothing():
    assert ChatSettings.from_env({"WENZHENG_RATE_LIMIT": " "}).rate_limit == ""


@pytest.mark.parametrize("rate", ["60", "sixty/minute", "0/minute", "-1/minute", "60/fortnight", "60/minute x", "off"])
def test_a_rate_that_is_none_is_refused_with_an_example_of_what_is(rate):
    with pytest.raises(SettingsError, match=r"WENZHENG_RATE_LIMIT=.*for example 60/minute"):
        ChatSettings.from_env({"WENZHENG_RATE_LIMIT": rate})


@pytest.mark.parametrize("proxies", ["proxy.example", "10.0.0.1/8", "10.0.0.0/33", "10.0.0", "*"])
def test_a_proxy_that_is_no_address_is_refused_with_an_example_of_what_is(proxies):
    with pytest.raises(SettingsError, match=r"WENZHENG_TRUSTED_PROXIES: .*for example 127\.0\.0\.1"):
        ChatSettings.from_env({"WENZHENG_TRUSTED_PROXIES": f"127.0.0.1,{proxies}"})


def test_the_example_lists_every_setting_with_its_default_and_nothing_else():
    listed = dict(re.findall(r'^(WENZHENG_\w+)="?([^"\n]*)"?$', EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert list(listed) == [f"WENZHENG_{field.name.upper()}" for field in fields(ChatSettings)]
    assert ChatSettings.from_env(listed) == ChatSettings()
