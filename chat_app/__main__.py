"""Command line of the chat application: serve | ask | report."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from chat_app.answerers import AnswererError
from chat_app.answering_process import start_answering, usable_cores
from chat_app.answers import Answer, Question, QuestionError
from chat_app.assistant import Assistant
from chat_app.requests import read_request
from chat_app.settings import ChatSettings, SettingsError
from indexer.corpus import IndexerError

OK, ERROR, BAD_INPUT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns 0 ok, 1 error, 2 bad input."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a terminal set to another encoding must not fail
    try:
        settings = ChatSettings.from_env()
        if options.command == "report":
            return _report(settings, options)
        index = Path(options.index or settings.index)
        if options.command == "serve":
            return _serve(index, settings, options)
        return _ask(Assistant.load(index, settings.contact), options)
    except (AnswererError, IndexerError, SettingsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return ERROR


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m chat_app", description="Ask the indexed reports.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="answer one question, or many with --batch")
    ask.add_argument("question", nargs="?", help="the question, in quotation marks")
    ask.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    ask.add_argument("--batch", action="store_true", help="read JSON questions, one a line, from standard input")
    ask.add_argument("--report", help="search this report only (its id)")
    serve = commands.add_parser("serve", help="serve the page and the HTTP API")
    serve.add_argument("--host", help="address to listen on (default: WENZHENG_HOST, else 127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on (default: WENZHENG_PORT, else 7860)")
    report = commands.add_parser("report", help="show staff what was asked, asked in vain, and voted down")
    report.add_argument("--data", type=Path, metavar="DIR", help="folder of what was recorded (default: WENZHENG_DATA)")
    report.add_argument("--since", type=_days, metavar="DAYS", help="the last DAYS days only")
    report.add_argument("--json", action="store_true", help="print everything as JSON")
    report.add_argument("--html", type=Path, metavar="FILE", help="write everything as a page, too")
    report.add_argument(
        "--to-questions",
        type=Path,
        metavar="FILE",
        help="write what was asked in vain or voted down as question records, to be completed for the evaluation set",
    )
    report.add_argument("--force", action="store_true", help="replace a FILE that is there")
    for command in (ask, serve):
        command.add_argument(
            "--index", metavar="DIR", help="folder of the bundle (default: WENZHENG_INDEX, else index/)"
        )
    return parser


def _days(value: str) -> int:
    if value.isascii() and value.isdigit() and 0 < int(value) < 100_000:
        return int(value)
    raise argparse.ArgumentTypeError(f"{value!r} is not a number of days from 1 to 99999")


def _report(settings: ChatSettings, options: argparse.Namespace) -> int:
    from chat_app.ledger import LedgerError  # late: asking needs none of it
    from chat_app.reporting import ReportOptions, write_report

    wanted = ReportOptions(
        data=options.data or settings.data,
        since=options.since,
        as_json=options.json,
        questions=options.to_questions,
        page=options.html,
        force=options.force,
    )
    try:
        print(write_report(wanted))
    except FileExistsError as error:
        print(
            f"error: {error.filename} is there already; choose another name, or replace it with --force",
            file=sys.stderr,
        )
        return ERROR
    except (LedgerError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return ERROR
    return OK


def _ask(assistant: Assistant, options: argparse.Namespace) -> int:
    if options.batch:
        return _batch(assistant)
    if options.question is None:
        print('error: no question; write python -m chat_app ask "问题", or --batch to read many', file=sys.stderr)
        return BAD_INPUT
    try:
        answer = assistant.ask(Question(options.question, report=options.report))
    except QuestionError as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT
    print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) if options.json else _plain(answer))
    return OK


def _batch(assistant: Assistant) -> int:
    """Answer each line of standard input with one line; a bad line gets its error in place of an answer."""
    result = OK
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        try:
            reply = assistant.ask(read_request(json.loads(line))).to_dict()
        except QuestionError as error:
            reply, result = {"error": str(error)}, BAD_INPUT
        except ValueError as error:  # json.JSONDecodeError and UnicodeDecodeError
            reply, result = {"error": f"这一行不是有效的 JSON：{error}"}, BAD_INPUT
        print(json.dumps(reply, ensure_ascii=False), flush=True)
    return result


def _plain(answer: Answer) -> str:
    """Lay an answer out for the terminal: text, notes, and each citation with its place."""
    lines = [answer.text, *answer.further_notes]
    for citation in answer.citations:
        lines += ["", f"[{citation.n}] {' › '.join(citation.path)}", f"    {citation.quote}"]
    if not answer.citations and answer.evidence:
        lines += ["", "相关内容：", *(f"  · {item.text}" for item in answer.evidence[:3])]
    return "\n".join(lines)


def _serve(index: Path, settings: ChatSettings, options: argparse.Namespace) -> int:
    with contextlib.closing(start_answering(index, settings.contact, usable_cores())) as answerer:
        # Late: Gradio and FastAPI take seconds to import, and the index loads meanwhile.
        from chat_app.server import ServeError, serve

        port = settings.port if options.port is None else options.port
        try:
            serve(answerer, settings, options.host or settings.host, port)
        except ServeError as error:
            print(f"error: {error}", file=sys.stderr)
            return ERROR
    return OK


if __name__ == "__main__":
    sys.exit(main())
