"""Carries out ``python -m chat_app report``: reads the ledger, prints the gap report, writes the files asked for."""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat_app.candidates import candidates
from chat_app.gap_page import in_html
from chat_app.gap_report import GapReport, gap_report
from chat_app.gap_text import NOTHING, in_text
from chat_app.ledger import FILE_NAME, Ledger
from indexer.encoders import load_encoder

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What to report: of the ledger in ``data``, the last ``since`` days (None: all), as text or JSON.

    ``questions`` and ``page`` are files to write besides (candidates for the evaluation set, the HTML page); one that
    is there is replaced only with ``force``.
    """

    data: Path
    since: int | None = None
    as_json: bool = False
    questions: Path | None = None
    page: Path | None = None
    force: bool = False


def write_report(options: ReportOptions) -> str:
    """Write the files asked for and return what to print; raises LedgerError, and OSError for a file that cannot be."""
    for path in filter(None, (options.questions, options.page)):
        if path.exists() and not options.force:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    report = read_report(options.data, options.since)
    if report is None:
        return "{}" if options.as_json else f"{NOTHING}（{options.data / FILE_NAME}）"
    if options.questions:
        records = [json.dumps(record, ensure_ascii=False) for record in candidates(report)]
        options.questions.write_text("".join(f"{line}\n" for line in records), encoding="utf-8")
        print(f"{options.questions}: {len(records)} questions to complete", file=sys.stderr)  # noqa: T201
    if options.page:
        options.page.write_text(in_html(report), encoding="utf-8")
    return (
        json.dumps(report.to_dict(), ensure_ascii=False, indent=2, default=str) if options.as_json else in_text(report)
    )


def read_report(data: Path, since: int | None) -> GapReport | None:
    """Return the report on the ledger in folder ``data``, None where there is none or nothing in it."""
    path = data / FILE_NAME
    if not path.exists():
        return None
    ledger = Ledger.open(path)
    try:
        begin = 0 if since is None else int(time.time()) - since * _DAY
        asked, votes = ledger.asked(begin), ledger.votes(begin)
    finally:
        ledger.close()
    return gap_report(asked, votes, _encode)


def _encode(texts: Sequence[str]) -> NDArray[np.float32]:
    return load_encoder().encode(texts)
