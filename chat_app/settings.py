"""What can be set for a running chat, read from the environment in one place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from chat_app.addresses import read_items, read_network, read_origin

_RATE = "60/minute"
_HOST_NAME = re.compile(r"(\*\.)?[\w-]+(\.[\w-]+)*\Z", re.ASCII)


class SettingsError(ValueError):
    """A setting that cannot be used; the message names the variable and what it should be."""


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Settings of the chat; every field is one environment variable, ``WENZHENG_`` and its name in capitals.

    ``index`` is the bundle folder, ``host`` and ``port`` where to listen. ``contact`` is shown where the report is
    silent; its last run of digits is the number to call. ``trusted_hosts`` are the names that visitors may reach us by
    (``*.example.cn`` allowed); none given: on a connection to this machine's own address only its own names, else any.
    ``portal_origins`` are the other sites whose pages may embed the page and the widget.
    ``data`` is the folder for what was asked and voted, which is kept for ``retention_days``; 0: nothing is kept.
    ``rate_limit`` is how often one visitor may ask, several limits with ``;`` between them; the only setting that may
    be set to nothing, for no limit. ``trusted_proxies`` are the proxies that say truly whom they ask for.
    """

    index: Path = Path("index")
    host: str = "127.0.0.1"
    port: int = 7860
    contact: str = "政务服务热线 12345"
    trusted_hosts: tuple[str, ...] = ()
    portal_origins: tuple[str, ...] = ()
    data: Path = Path("data")
    retention_days: int = 180
    rate_limit: str = _RATE
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> ChatSettings:
        """Read the settings from ``environ`` (None: the process's); what is absent or empty keeps its default.

        Raises SettingsError, naming the variable and what it should be, for a value that cannot be used.
        """
        source = os.environ if environ is None else environ
        names = [field.name for field in fields(cls)]
        given = {name: value for name in names if (value := source.get(f"WENZHENG_{name.upper()}", "").strip())}
        default = cls()
        return cls(
            index=Path(given.get("index", default.index)),
            host=given.get("host", default.host),
            port=_port(given["port"]) if "port" in given else default.port,
            contact=given.get("contact", default.contact),
            trusted_hosts=_host_names(given.get("trusted_hosts", "")),
            portal_origins=tuple(_origin(item) for item in read_items(given.get("portal_origins", ""))),
            data=Path(given.get("data", default.data)),
            retention_days=_days(given["retention_days"]) if "retention_days" in given else default.retention_days,
            rate_limit=_rate(source.get("WENZHENG_RATE_LIMIT", default.rate_limit).strip()),
            trusted_proxies=tuple(_network(item) for item in read_items(given.get("trusted_proxies", ""))),
        )


def _port(value: str) -> int:
    if value.isascii() and value.isdigit() and int(value) < 65536:
        return int(value)
    raise SettingsError(f"WENZHENG_PORT={value}: not a port; give a number from 0 to 65535")


def _days(value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 6:
        return int(value)
    raise SettingsError(f"WENZHENG_RETENTION_DAYS={value}: not a number of days; give 0 to keep nothing, or 1 to 99999")


def _host_names(value: str) -> tuple[str, ...]:
    names = read_items(value)
    for name in names:
        if name != "*" and not _HOST_NAME.match(name):
            raise SettingsError(
                f"WENZHENG_TRUSTED_HOSTS: {name!r} is not a host name; give names only, with commas between them, "
                "for example chat.example.cn,*.example.org"
            )
    return names


def _origin(text: str) -> str:
    try:
        return read_origin(text)
    except ValueError as error:
        raise SettingsError(
            f"WENZHENG_PORTAL_ORIGINS: {text!r} {error}; give exact origins, with commas between them, "
            "for example https://www.example.gov.cn,https://portal.example.org:8443"
        ) from error


def _rate(value: str) -> str:
    if value in ("", _RATE):
        return value
    from limits import parse_many  # late: most commands do not limit anything

    try:
        if all(limit.amount > 0 for limit in parse_many(value)):
            return value
    except ValueError:
        pass
    raise SettingsError(
        f"WENZHENG_RATE_LIMIT={value}: not a rate; give a number and second, minute, hour or day, "
        "for example 60/minute or 10/second;500/day, or nothing for no limit"
    )


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return read_network(text)
    except ValueError as error:
        raise SettingsError(
            f"WENZHENG_TRUSTED_PROXIES: {text!r} {error}; give addresses or networks, with commas between them, "
            "for example 127.0.0.1,10.0.0.0/8,fd00::/8"
        ) from error
