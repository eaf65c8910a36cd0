"""With what the bench measures: percentiles, turns, enlarged reports, questions that never repeat, clients."""

import http.server
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest

from eval.bench.clients import load_server
from eval.bench.corpus import build, read_sources, write_copies
from eval.bench.figures import Figure, percentile
from eval.bench.http import distinct_questions
from eval.bench.latency import time_calls


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
