"""The page's styles and scripts: read once, served under an address that changes when any of them does."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from chat_app.scripts import modules_of, one_script

WEB = Path(__file__).parent / "web"
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def read_assets(folder: Path = WEB) -> dict[str, bytes]:
    """Return the styles and scripts of the page by name; the page's modules are one script, ``page.js``."""
    assets = {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.suffix in (".css", ".js", ".svg")}
    sources = {Path(name).stem: body.decode() for name, body in assets.items() if name.endswith(".js")}
    for module in modules_of("page", sources):
        del assets[f"{module}.js"]
    return assets | {"page.js": one_script("page", sources).encode()}


def asset_version(assets: dict[str, bytes]) -> str:
    """Return a short digest that changes with any of the assets; it stands in their addresses."""
    return hashlib.sha256(b"\0".join(name.encode() + b"\0" + body for name, body in assets.items())).hexdigest()[:12]


def asset_routes(assets: dict[str, bytes], version: str) -> APIRouter:
    """Return the routes of the page's styles and scripts; an address holds the version, so it may be kept for good."""
    router = APIRouter()

    @router.get("/web/{wanted}/{name}")
    async def asset(wanted: str, name: str) -> Response:
        if name not in assets:
            raise HTTPException(404)
        kept = "public, max-age=31536000, immutable" if wanted == version else "no-cache"
        return Response(assets[name], media_type=_MEDIA_TYPES[Path(name).suffix], headers={"Cache-Control": kept})

    return router
