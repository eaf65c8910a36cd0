"""Which web pages may make a browser ask here: our own and those of the portals that are named.

CORS headers alone only keep an answer from a foreign page; this keeps the question from being worked on. The rules are
those of Go's ``http.CrossOriginProtection``: browsers say where a request comes from, in ``Sec-Fetch-Site`` and
``Origin``, which no page can forge; a program that sends neither is no browser and carries nobody's rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.datastructures import Headers

from chat_app.addresses import is_origin_of

_SAFE = ("GET", "HEAD", "OPTIONS")
SHARED = re.compile(r"/api/.*|/widget\.js", re.ASCII)
"""The paths that a portal's own pages may ask; all else of a portal comes from a frame that has our origin."""


class Origins:
    """The origins of ``portals``, beside our own."""

    def __init__(self, portals: Iterable[str]) -> None:
        self._portals = frozenset(portals)

    def admit(self, method: str, path: str, headers: Headers) -> bool:
        """Tell whether a request comes from a page that may send it, or from no page at all."""
        origin = headers.get("origin")
        if origin in self._portals and SHARED.fullmatch(path):
            return True
        site = headers.get("sec-fetch-site")
        if site == "same-origin":
            return True
        foreign = site in ("cross-site", "same-site")
        if origin is None:  # a link that was followed, a frame, a script: their answers are kept from other sites
            return not foreign or method in _SAFE
        return not foreign and is_origin_of(origin, headers.get("host", ""))
