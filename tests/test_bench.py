"""The bench: every part is run for real, small; how long things take is never asserted."""

import argparse
import http.server
import json
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.bench import Bench, Plan, add_arguments, draw_bench, run_bench
from eval.bench.child import ChildError, call_module, measure_run
from eval.bench.chromium import chromium
from eval.bench.clients import load_server
from eval.bench.corpus import build, read_sources, write_copies
from eval.bench.figures import Figure, percentile
from eval.bench.http import distinct_questions
from eval.bench.latency import time_calls
from eval.bench.plan import PARTS, MissingToolError
from eval.bench.server import served
from indexer.corpus import IndexerError

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


def options(*arguments):
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


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


@pytest.mark.parametrize(
    ("point", "expected"), [(0, 15), (25, 20), (50, 35), (75, 40), (90, 46), (95, 48), (99, 49.6), (100, 50)]
)
def test_percentiles_lie_on_the_line_between_neighbours(point, expected):
    # Sorted 15 20 35 40 50: the 95th stands at place .95 · 4 = 3.8, so at 40 + .8 · 10.
    assert percentile([40, 15, 50, 20, 35], point) == pytest.approx(expected)


def test_one_value_is_every_percentile():
    assert percentile([7.0], 99) == 7


def test_a_figure_is_the_median_and_the_range_of_its_repeats():
    figure = Figure("ms", (4.0, 1.0, 9.0, 2.0))
    assert (figure.median, figure.spread) == (3.0, (1.0, 9.0))
    with pytest.raises(ValueError, match="no values"):
        Figure("ms", ())


def test_systems_take_turns_and_the_first_round_does_not_count():
    made, bars = [], []
    systems = {name: [lambda n=name: made.append(n)] * 2 for name in "ab"}
    timings = time_calls(systems, 3, lambda: bars.append(1))
    assert made == list("aabb" * 4)
    assert {name: [len(run) for run in runs] for name, runs in timings.items()} == {"a": [2, 2, 2], "b": [2, 2, 2]}
    assert len(bars) == 8


def test_what_is_slow_is_called_twenty_times_a_round():
    made = []
    assert [len(run) for run in time_calls({"slow": [lambda: made.append(1)] * 50}, 2, seconds=0)["slow"]] == [20, 20]
    assert len(made) == 60


def test_copies_are_verbatim_with_ids_of_their_own(reports, tmp_path, embedder):
    folder = tmp_path / "copies"
    folder.mkdir()
    sources = read_sources(reports)
    write_copies(sources, folder, 30, perturbed=False)
    bundle = build([folder], tmp_path / "enlarged", embedder)
    assert len(bundle.passages) == 30
    assert len({report.id for report in bundle.reports}) == len(list(folder.iterdir())) > 2
    assert {p.text for p in bundle.passages} <= {p.text for source in sources for p in source.passages}


def test_perturbed_copies_differ_and_are_the_same_every_time(tmp_path):
    sources = read_sources(Path(__file__).parent / "data" / "reports")
    written = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        write_copies(sources, folder, 3 * sum(len(s.passages) for s in sources), perturbed=True)
        written.append({path.name: path.read_text() for path in folder.iterdir()})
    assert written[0] == written[1]
    assert len(set(written[0].values())) == len(written[0]) == 3 * len(sources)


def test_no_two_questions_are_equal():
    asked = list(islice(distinct_questions(["十无村有哪些", "那整治了多少家"]), 1000))
    assert len(set(asked)) == 1000
    assert all("十无村有哪些" in question or "那整治了多少家" in question for question in asked)


class Flaky(http.server.BaseHTTPRequestHandler):
    """Answers the questions that it likes."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["question"]
        body = b'{"outcome": "answered"}' if question != "bad" else b"{}"
        self.send_response(200 if question != "bad" else 500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def test_clients_share_the_questions_and_count_errors():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Flaky) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        wanted = {"host": "127.0.0.1", "port": server.server_port, "clients": 3, "seconds": 9,
                  "questions": [*map(str, range(17)), "bad", "bad"]}  # fmt: skip
        with ThreadPoolExecutor() as aside:  # Playwright keeps an event loop running in the main thread
            found = aside.submit(load_server, wanted).result()
        server.shutdown()
        thread.join()
    assert len(found["latencies_ms"]) == 17
    assert found["errors"] == {"status 500": 2}
    assert found["seconds"] > 0


def test_the_widget_is_usable_with_its_script_alone(bench):
    page, widget = table(bench, "browser", "page and widget in Chromium").rows
    assert widget.figures["requests"].values == (1, 1)
    assert 10 < widget.figures["received"].median < 25
    assert page.figures["requests"].median > 10


@pytest.fixture
def no_browser(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("WENZHENG_CHROMIUM", raising=False)


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_its_part_says_what_to_install(tmp_path, capsys):
    assert main(["bench", "--only", "browser", "--out", str(tmp_path)]) == 1
    assert "no browser: none of chromium" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_the_other_parts_are_measured():
    found = run_bench(Plan.of(options("--quick", "--only", "build,browser")), lambda *_: lambda: None)
    assert [(each.part, bool(each.rows)) for each in found.tables] == [("build", True), ("browser", False)]
    assert "no browser: none of chromium" in draw_bench(found)


def test_without_playwright_its_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)  # as if it were not installed
    with pytest.raises(MissingToolError, match=r"playwright.*pip install"), chromium("chromium"):
        pass


def test_a_browser_that_does_not_start_is_named():
    def start():
        with chromium("/nowhere/chromium"):
            pass

    with ThreadPoolExecutor() as pool, pytest.raises(ChildError, match="/nowhere/chromium: "):
        pool.submit(start).result()  # in a thread of its own: other tests may drive a browser in this one


def test_a_program_that_fails_is_named():
    with pytest.raises(ChildError, match=r"-c raise SystemExit.3.: exit code 3"):
        measure_run(["-c", "raise SystemExit(3)"])
    with pytest.raises(ChildError, match=r"eval\.bench\.clients: exit code 1: KeyError"):
        call_module("eval.bench.clients", {})


def test_a_server_that_does_not_serve_says_why(tmp_path):
    with pytest.raises(ChildError, match=r"does not serve.*python -m indexer build"), served(tmp_path / "none"):
        pass


def test_parts_are_picked_in_their_own_order():
    plan = Plan.of(options("--only", "http,cold", "--repeats", "7", "--sizes", "10,20"))
    assert (plan.parts, plan.repeats, plan.sizes) == (("cold", "http"), 7, (10, 20))


@pytest.mark.parametrize("wrong", [("--only", "warm,tepid"), ("--only", ","), ("--repeats", "0"), ("--sizes", "1,x")])
def test_a_wrong_option_is_told(wrong, capsys):
    with pytest.raises(SystemExit):
        options(*wrong)
    assert f"argument {wrong[0]}" in capsys.readouterr().err


def test_a_folder_without_reports_is_told(tmp_path):
    with pytest.raises(IndexerError, match="no report files"):
        run_bench(Plan(parts=("build",), reports=tmp_path), lambda _what, _total: lambda: None)
