import re
from dataclasses import fields
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
    }
    expected = ChatSettings(
        Path("/srv/index"), "0.0.0.0", 80, ChatSettings().contact, ("chat.example.cn", "*.example.org")
    )
    assert ChatSettings.from_env(given) == expected


@pytest.mark.parametrize("port", ["http", "-1", "65536", "7860.5", "７８６０"])
def test_a_port_that_is_none_is_refused_by_name(port):
    with pytest.raises(SettingsError, match="WENZHENG_PORT"):
        ChatSettings.from_env({"WENZHENG_PORT": port})


@pytest.mark.parametrize("hosts", ["https://chat.example.cn", "chat.example.cn:443", "chat.example.cn/", "a b"])
def test_a_host_that_is_no_name_is_refused(hosts):
    with pytest.raises(SettingsError, match="WENZHENG_TRUSTED_HOSTS"):
        ChatSettings.from_env({"WENZHENG_TRUSTED_HOSTS": hosts})


def test_the_example_lists_every_setting_with_its_default_and_nothing_else():
    listed = dict(re.findall(r'^(WENZHENG_\w+)="?([^"\n]*)"?$', EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert list(listed) == [f"WENZHENG_{field.name.upper()}" for field in fields(ChatSettings)]
    assert ChatSettings.from_env(listed) == ChatSettings()
