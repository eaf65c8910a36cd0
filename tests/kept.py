"""What a ledger has kept, and the index that questions and votes name there."""

from __future__ import annotations

from pathlib import Path

from chat_app.feedback import AskedQuestion, Vote
from chat_app.ledger import Ledger

INDEX = "sha256:0a"


def kept(path: Path) -> tuple[list[AskedQuestion], list[Vote]]:
    """Return the questions and the votes in the file."""
    ledger = Ledger.open(path)
    try:
        return ledger.asked(), ledger.votes()
    finally:
        ledger.close()
