"""Assistants over invented reports."""

from pathlib import Path

from chat_app.assistant import Assistant
from indexer.build import build_index
from indexer.encoders import load_encoder
from indexer.settings import IndexSettings


def assistant_of(folder: Path, report: str) -> Assistant:
    """Return an assistant over the one ``report``, with id town, kept in ``folder``."""
    (folder / "town.txt").write_text(report, encoding="utf-8")
    build_index([folder / "town.txt"], folder / "index", load_encoder(), IndexSettings())
    return Assistant.load(folder / "index")
