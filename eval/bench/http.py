"""HTTP throughput: a real server under clients on the same machine, beside the program asked without one."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, islice, product
from pathlib import Path
from typing import Any

from chat_app.answers import Question
from chat_app.assistant import Assistant
from eval.bench.child import ChildError, call_module
from eval.bench.corpus import build
from eval.bench.figures import Figure, Row, Table, percentile
from eval.bench.machine import cpu_seconds, family, memory_mb
from eval.bench.plan import SEEDS, Plan, Progress
from eval.bench.server import Running, served
from eval.questionset import load_questions
from eval.sets import declared_sets
from indexer.encoders import load_encoder

ALONE = "Assistant.ask, no server"
_BEFORE = (
    "", "请问", "您好，", "你好，请问", "麻烦问一下，", "想问问，", "打扰了，", "我想了解一下，", "想请教，", "劳驾，",
    "请教一下，", "您好，我想问，",
)  # fmt: skip
_AFTER = (
    "",
    "谢谢",
    "谢谢！",
    "麻烦您了",
    "请告诉我",
    "盼复",
    "急",
    "多谢了。",
    "感谢！",
    "请回答",
    "辛苦了",
    "谢谢您。",
)
_WARMING = 40

Values = dict[str, list[float]]
"""The values of one row, by column and repeat."""


def measure(plan: Plan, folder: Path, progress: Progress) -> list[Table]:
    """Measure the server with each of the plan's numbers of clients, and the program alone in the same repeat."""
    embedder = load_encoder()
    bundle = build([SEEDS], folder / "index", embedder)
    assistant = Assistant.load(folder / "index")  # as the server does, which keeps matrices to one thread
    questions = distinct_questions([r.question for r in load_questions(declared_sets()[0].questions) if not r.history])
    rows: dict[str, Values] = {name: defaultdict(list) for name in (ALONE, *map(_named, plan.clients))}
    step = progress("http", plan.repeats * len(rows))
    errors: set[str] = set()
    with served(folder / "index") as server:
        _ask_alone(assistant, list(islice(questions, _WARMING)), plan.seconds)
        _ask_server(server, list(islice(questions, _WARMING)), 1, plan.seconds)
        for _ in range(plan.repeats):
            alone = _ask_alone(assistant, list(islice(questions, plan.requests)), plan.seconds)
            _add(rows[ALONE], {"requests/s": len(alone) / (sum(alone) / 1000)}, alone)
            step()
            for clients in plan.clients:
                found = _ask_server(server, list(islice(questions, plan.requests)), clients, plan.seconds)
                found["values"]["ratio"] = found["values"]["requests/s"] / rows[ALONE]["requests/s"][-1]
                _add(rows[_named(clients)], found["values"], found["latencies_ms"])
                errors |= set(found["errors"])
                step()
    notes = (
        f"POST /api/ask over {len(bundle.passages)} passages, connections kept open; no two questions of the run are "
        f"equal; at most {plan.requests} requests or {plan.seconds:g} s a repeat",
        "ratio: requests/s as a share of what the program does without a server in the same repeat",
        f"clients, server and this process share the machine; the server took {server.start_seconds:.1f} s to start",
        *([f"errors seen: {', '.join(sorted(errors))}"] if errors else []),
    )
    more = (
        "cores: processor time a second of the run; 1 is one core in full use",
        "memory: after the repeat, all its processes",
    )
    speed = ("requests/s", "ratio", "p50", "p95", "errors")
    cost = ("server cores", "clients cores", "server memory")
    return [
        Table("http", "throughput of the server", _rows(rows, speed), notes),
        Table("http", "what the server and its clients use", _rows(rows, cost), more),
    ]


def distinct_questions(questions: Sequence[str]) -> Iterator[str]:
    """Yield ``questions`` over and over without end, no two equal: in ever other polite words, then numbered."""
    seen: set[str] = set()
    for turn in count():
        for before, after in product(_BEFORE, _AFTER):
            for question in questions:
                text = f"{before}{question}{after}{turn or ''}"
                if text not in seen:
                    seen.add(text)
                    yield text


def _ask_alone(assistant: Assistant, questions: Sequence[str], seconds: float) -> list[float]:
    """Return the milliseconds of each question, asked one after the other; none starts after ``seconds``."""
    taken: list[float] = []
    for question in questions:
        began = time.perf_counter()
        assistant.ask(Question(question))
        taken.append((time.perf_counter() - began) * 1000)
        if sum(taken) >= seconds * 1000:
            break
    return taken


def _ask_server(server: Running, questions: Sequence[str], clients: int, seconds: float) -> dict[str, Any]:
    processes = family(server.pid)
    used = [cpu_seconds(process) for process in processes]
    found: dict[str, Any] = call_module(
        "eval.bench.clients",
        {"host": server.host, "port": server.port, "clients": clients, "questions": questions, "seconds": seconds},
    )
    if not found["latencies_ms"]:
        raise ChildError(f"python -m chat_app serve: no good reply, but {found['errors']}; ask it by hand to see why")
    found["values"] = {
        "requests/s": len(found["latencies_ms"]) / found["seconds"],
        "errors": sum(found["errors"].values()),
        "clients cores": found["cpu_seconds"] / found["seconds"],
    }
    now = [cpu_seconds(process) for process in processes]
    if None not in (*used, *now):
        found["values"]["server cores"] = (sum(filter(None, now)) - sum(filter(None, used))) / found["seconds"]
    if memory := [held[0] for process in processes if (held := memory_mb(process))]:
        found["values"]["server memory"] = sum(memory)
    return found


def _add(row: Values, values: dict[str, float], latencies: Sequence[float]) -> None:
    for column, value in {**values, "p50": percentile(latencies, 50), "p95": percentile(latencies, 95)}.items():
        row[column].append(value)


def _rows(rows: dict[str, Values], columns: Sequence[str]) -> tuple[Row, ...]:
    units = {"p50": "ms", "p95": "ms", "server memory": "MB"}
    made = {
        name: {c: Figure(units.get(c, ""), tuple(values[c])) for c in columns if c in values}
        for name, values in rows.items()
    }
    return tuple(Row(name, figures) for name, figures in made.items() if figures)


def _named(clients: int) -> str:
    return f"{clients} client{'s' if clients > 1 else ''}"
