"""Who a request comes from, behind a proxy as well, as far as limits must know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import Scope

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SUBSCRIBER = 64  # bits of an IPv6 address that a provider gives to one household or firm (RFC 6177)


class Peers:
    """Tells visitors apart; ``proxies`` are the networks whose word on ``X-Forwarded-For`` is taken."""

    def __init__(self, proxies: Iterable[Network]) -> None:
        self._proxies = tuple(proxies)

    def visitor(self, scope: Scope) -> bytes:
        """Return what stands for the visitor: the IPv4 address, of an IPv6 address the /64; empty where unknown.

        That is the peer, or, where the peer is a trusted proxy, the last address of the chain that is not trusted:
        those before it were written by the visitor.
        """
        found = _address((scope.get("client") or ("",))[0])
        if found is None:
            return b""
        if self._trusts(found):
            chain = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
            found = self._last_untrusted(chain, found)
        return found.packed if isinstance(found, IPv4Address) else found.packed[: _SUBSCRIBER // 8]

    def _last_untrusted(self, chain: Sequence[str], peer: Address) -> Address:
        found = peer
        for text in reversed(chain):
            address = _address(text.strip())
            if address is None:
                break
            found = address
            if not self._trusts(found):
                break
        return found

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._proxies)


def _address(text: str) -> Address | None:
    """Read an address, also with a port as some proxies write it; an IPv4 address in IPv6 clothing is one of IPv4."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
