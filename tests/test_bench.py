"""The bench as a whole: every part is run for real, small; how long things take is never asserted."""

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from eval.bench import Bench, Plan, draw_bench, run_bench
from eval.bench.machine import family
from eval.bench.plan import PARTS
from tests.bench_options import options

TABLES = {
    ("cold", "a question in a fresh process"): (
        ["python -m chat_app ask", "python -c pass"],
        ["wall", "peak memory"],
    ),
    ("build", "report files to a saved index"): (["seeds/", "reports repeated"], ["passages", "time", "passages/s"]),
    ("warm", "latency, xicheng questions"): (
        ["Assistant.ask", "question → evidence", "plain LangChain", "BM25, jieba words", "FAISS search alone"],
        ["questions", "p50", "p95", "p99"],
    ),
    ("scale", "cost by passages in the index"): (None, ["distinct", "build", "load", "loaded", "asked", "peak"]),
    ("http", "throughput of the server"): (
        ["Assistant.ask, no server", "1 client", "4 clients"],
        ["requests/s", "p50", "p95"],
    ),
    ("http", "what the server and its clients use"): (
        ["1 client", "4 clients"],
        ["server cores", "clients cores", "server memory"],
    ),
    ("browser", "page and widget in Chromium"): (["page", "widget"], ["usable", "requests", "received", "answer"]),
}


@pytest.fixture(scope="module")
def steps():
    """How often each bar was moved on, and how often it should be."""
    return {"made": Counter(), "announced": Counter()}


@pytest.fixture(scope="module")
def bench(steps):
    """Every part, run as ``--quick`` runs it; those of the server beside the others, to save time."""
    plan = Plan.of(options("--quick"))

    def progress(what, total):
        steps["announced"][what] += total
        return lambda: steps["made"].update([what])

    with ThreadPoolExecutor() as pool:
        one, other = pool.map(lambda parts: run_bench(replace(plan, parts=parts), progress), (PARTS[:-2], PARTS[-2:]))
    return replace(one, tables=one.tables + other.tables)


def table(bench, part, title):
    return next(t for t in bench.tables if (t.part, t.title) == (part, title))


@pytest.mark.parametrize(("part", "title"), TABLES)
def test_a_part_measures_what_it_says(bench, part, title):
    names, columns = TABLES[part, title]
    found = table(bench, part, title)
    assert names is None or [row.name for row in found.rows] == names
    for row in found.rows:
        assert set(columns) <= set(row.figures)
        assert all(figure.median > 0 for column, figure in row.figures.items() if column != "errors")
    assert found.notes


def test_every_part_is_measured_in_order(bench):
    assert tuple(dict.fromkeys(t.part for t in bench.tables)) == PARTS


def test_every_repeat_counts(bench):
    assert {len(row.figures["p50"].values) for t in bench.tables for row in t.rows if "p50" in row.figures} == {2}


def test_asking_takes_more_memory_than_a_bare_python(bench):
    ask, bare = (row.figures["peak memory"] for row in table(bench, "cold", "a question in a fresh process").rows)
    assert ask.median > 5 * bare.median > 5


def test_the_enlarged_index_is_about_as_large_as_asked_for(bench):
    (row,) = table(bench, "scale", "cost by passages in the index").rows
    assert 270 < int(row.name.split()[0]) < 330
    assert row.figures["distinct"].median > 0.9


def test_the_server_answers_every_client(bench):
    found = table(bench, "http", "throughput of the server")
    assert [row.figures["errors"].values for row in found.rows[1:]] == [(0, 0), (0, 0)]
    assert all(ratio > 0 for row in found.rows[1:] for ratio in row.figures["ratio"].values)


def test_what_a_process_starts_counts_with_it():
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])"
    with subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = family(process.pid)
        process.communicate(b"1")
    assert found[0] == process.pid
    assert len(found) == 2


def test_every_bar_ends_full(bench, steps):
    assert steps["made"] == steps["announced"]
    assert len(steps["made"]) == len(PARTS)


def test_the_bench_says_on_what_it_ran(bench):
    assert bench.machine["cores"] >= 1
    assert {"cpu", "python", "memory_mb", "packages", "commit", "changed"} <= set(bench.machine)
    assert bench.plan["repeats"] == 2


def test_what_is_saved_is_what_is_loaded(bench, tmp_path):
    saved = bench.save(tmp_path / "out")
    assert saved == tmp_path / "out" / "bench.json"
    assert Bench.load(saved) == Bench.load(tmp_path / "out") == replace(bench, plan=json.loads(json.dumps(bench.plan)))
    data = json.loads(saved.read_text())
    figure = data["tables"][0]["rows"][0]["figures"]["wall"]
    assert set(figure) == {"unit", "median", "low", "high", "values"}
    assert figure["low"] <= figure["median"] <= figure["high"]


def test_another_file_is_no_bench(tmp_path):
    (tmp_path / "bench.json").write_text("{}")
    with pytest.raises(ValueError, match="not written by"):
        Bench.load(tmp_path)


def test_the_terminal_shows_every_row_and_note(bench):
    shown = draw_bench(bench)
    for each in bench.tables:
        assert f"{each.part}: {each.title}" in shown
        assert all(row.name in shown for row in each.rows)
    assert max(map(len, shown.splitlines())) <= 120


def test_a_busy_machine_is_marked(bench):
    assert "NOISY" in draw_bench(replace(bench, load_before=float(bench.machine["cores"])))
    assert "NOISY" not in draw_bench(replace(bench, load_before=0.0))


def test_the_widget_is_usable_with_its_script_alone(bench):
    page, widget = table(bench, "browser", "page and widget in Chromium").rows
    assert widget.figures["requests"].values == (1, 1)
    assert 10 < widget.figures["received"].median < 25
    assert page.figures["requests"].median > 10
