"""What the bench is told to do, and what it says of an option, a tool or a program that will not do."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from eval.__main__ import main
from eval.bench import Plan, draw_bench, run_bench
from eval.bench.child import ChildError, call_module, measure_run
from eval.bench.chromium import chromium
from eval.bench.plan import MissingToolError
from eval.bench.server import served
from indexer.corpus import IndexerError
from tests.bench_options import options


def test_parts_are_picked_in_their_own_order():
    plan = Plan.of(options("--only", "http,cold", "--repeats", "7", "--sizes", "10,20"))
    assert (plan.parts, plan.repeats, plan.sizes) == (("cold", "http"), 7, (10, 20))


@pytest.mark.parametrize("wrong", [("--only", "warm,tepid"), ("--only", ","), ("--repeats", "0"), ("--sizes", "1,x")])
def test_a_wrong_option_is_told(wrong, capsys):
    with pytest.raises(SystemExit):
        options(*wrong)
    assert f"argument {wrong[0]}" in capsys.readouterr().err


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


def test_a_folder_without_reports_is_told(tmp_path):
    with pytest.raises(IndexerError, match="no report files"):
        run_bench(Plan(parts=("build",), reports=tmp_path), lambda _what, _total: lambda: None)
