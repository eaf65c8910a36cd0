"""Network addresses as an administrator writes them, brought into the one form that requests carry."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

_HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\Z")
_ORIGIN = re.compile(r"(https?)://([^/?#@\s]+)")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def read_items(value: str) -> tuple[str, ...]:
    """Return the items of a list with commas (， and spaces about them are forgiven) between them."""
    return tuple(item.strip() for item in value.replace("，", ",").split(",") if item.strip())


def read_origin(text: str) -> str:
    """Return an origin as browsers send it: ``scheme://host``, ``:port`` where it is not the scheme's own.

    Upper case is lowered and a Chinese domain name put into its ASCII form. Raises ValueError saying what is wrong.
    """
    parts = urlsplit(text)
    if parts.scheme not in _DEFAULT_PORTS:
        raise ValueError("does not begin with https:// or http://")
    if text.rstrip("/?#") != text or parts.path or parts.query or parts.fragment:
        raise ValueError("has something behind the host; end it there, without a slash")
    if "@" in parts.netloc or parts.netloc.endswith(":"):
        raise ValueError("is more than scheme, host and port")
    port = parts.port  # raises ValueError for what is no port
    host = _host(parts.hostname or "")
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, _DEFAULT_PORTS[parts.scheme]) else "")


def is_origin_of(origin: str, host: str) -> bool:
    """Tell whether an ``Origin`` header names the site that a ``Host`` header names, over either scheme.

    Behind a proxy that speaks TLS the scheme is not known for sure, so it is not compared.
    """
    found = _ORIGIN.fullmatch(origin.lower())
    return found is not None and found[2] == host.lower().removesuffix(f":{_DEFAULT_PORTS[found[1]]}")


def read_network(text: str) -> IPv4Network | IPv6Network:
    """Return an address or a network in CIDR notation as a network. Raises ValueError saying what is wrong."""
    try:
        return ip_network(text)
    except ValueError as error:
        raise ValueError(f"is no address or network ({error})") from error


def _host(name: str) -> str:
    if ":" in name:  # urlsplit has checked what stands in brackets
        return f"[{name}]"
    try:
        name = name.encode("idna").decode()
    except UnicodeError as error:
        raise ValueError("has no valid host name") from error
    if not _HOST_NAME.match(name):
        raise ValueError("has no valid host name; * is not allowed, name each origin")
    return name
