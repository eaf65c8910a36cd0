"""The portal widget: one script, put together from ``web/widget/`` when the server starts.

Its parts are ES modules for whoever reads them; a portal loads a single classic script that needs nothing else: the
modules in the order of their imports inside one function, the styles and what is known of this site as constants.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WIDGET = Path(__file__).parent / "web" / "widget"
RELEASE = "1.0.0"
"""Version of what portals rely on: the script's attributes, ``window.Wenzheng`` and its events (SemVer)."""
_PARTS = (
    "labels", "elements", "memory", "wire", "visit", "votes", "drawing", "host", "look", "launcher", "head", "log",
    "composer", "panel", "widget",
)  # fmt: skip
_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Script:
    """The script as it is sent: plain and gzipped, with what a portal can pin it by."""

    body: bytes
    packed: bytes
    version: str
    integrity: str

    @property
    def tag(self) -> str:
        """The entity tag; it changes whenever the script does."""
        return f'"{self.version}"'


def widget_script(contact: str, examples: Sequence[str], privacy: str, folder: Path = WIDGET) -> Script:
    """Return a site's script: ``contact`` shows where the report is silent, the rest in a panel that is empty yet."""
    parts = [_plain((folder / f"{name}.js").read_text(encoding="utf-8")) for name in _PARTS]
    constants = {
        "SITE": {"contact": contact, "examples": list(examples), "privacy": privacy},
        "STYLES": _squeezed((folder / "widget.css").read_text(encoding="utf-8")),
    }
    given = [f"const {name} = {json.dumps(value, ensure_ascii=False)};" for name, value in constants.items()]
    code = "\n".join([*given, *parts])
    version = f"{RELEASE}+{hashlib.sha256(code.encode()).hexdigest()[:12]}"
    opening = f'/* Wenzheng widget {version} */\n(() => {{\n"use strict";\nconst VERSION = "{version}";\n'
    body = f"{opening}{code}}})();\n".encode()
    digest = base64.b64encode(hashlib.sha384(body).digest()).decode()
    return Script(body, gzip.compress(body, 9, mtime=0), version, f"sha384-{digest}")


def _plain(module: str) -> str:
    """Return a module as part of a script: without imports, exports, comments on lines of their own and indents."""
    bare = _EXPORT.sub("", _IMPORT.sub("", module))
    return _INDENT.sub("", _COMMENT.sub("", bare))


def _squeezed(styles: str) -> str:
    return re.sub(r"\s+", " ", _STYLE_COMMENT.sub("", styles)).strip()
