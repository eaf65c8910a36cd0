from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from indexer.__main__ import main
from indexer.bundle import IndexBundle

ROOT = Path(__file__).parent.parent


@pytest.fixture
def built(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with the index of ``reports``, made by the command with the shipped model."""
    assert main(["build", str(reports), "--out", str(tmp_path / "index")]) == 0
    capsys.readouterr()
    return tmp_path / "index"


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "indexer", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, env=environment, check=False)


def test_without_files_all_of_seeds_is_built(tmp_path: Path) -> None:
    done = run("build", "--out", str(tmp_path / "i"))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.startswith(f"{tmp_path / 'i'}: 1 report, ")
    assert IndexBundle.verify(tmp_path / "i").report("xicheng-2022")


def test_the_default_folders_are_seeds_and_index(reports: Path, tmp_path: Path) -> None:
    reports.rename(tmp_path / "seeds")
    assert run("build", cwd=tmp_path).returncode == 0
    assert run("verify", cwd=tmp_path).stdout.startswith("index: sound, 2 reports, ")
    assert run("show", cwd=tmp_path).returncode == 0


def test_the_second_build_is_skipped_where_nothing_changed(reports: Path, built: Path) -> None:
    done = run("build", str(reports), "--out", str(built), "--if-changed")
    assert done.returncode == 0
    assert ": up to date (" in done.stdout


def test_a_terminal_sees_a_progress_bar(reports: Path, tmp_path: Path) -> None:
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (24, 80))
    command = [sys.executable, "-m", "indexer", "build", str(reports), "--out", str(tmp_path / "i")]
    subprocess.run(command, cwd=ROOT, stderr=end, stdout=subprocess.DEVNULL, timeout=60, check=True)
    os.set_blocking(terminal, False)
    shown = os.read(terminal, 10_000).decode()
    os.close(end)
    os.close(terminal)
    assert "reading: " in shown
    assert "embedding: " in shown


def test_a_changed_report_is_built_again(reports: Path, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (reports / "hill.txt").write_text("西山镇新建学校2所。", encoding="utf-8")
    assert main(["build", str(reports), "--out", str(built), "--if-changed"]) == 0
    assert "2 reports" in capsys.readouterr().out
    assert any("新建学校2所" in passage.text for passage in IndexBundle.load(built).passages)


def test_refused_files_are_told_one_by_one_and_the_rest_is_indexed(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (reports / "empty.txt").write_bytes(b"")
    assert main(["build", str(reports), str(tmp_path / "missing.txt"), "--out", str(tmp_path / "i")]) == 1
    out, err = capsys.readouterr()
    assert "2 reports" in out
    assert ", 2 refused (" in out
    assert [line.split(":")[:2] for line in err.splitlines()] == [
        ["refused", f" {reports / 'empty.txt'}"],
        ["refused", f" {tmp_path / 'missing.txt'}"],
    ]


def test_nothing_usable_ends_with_2_and_leaves_the_index(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = IndexBundle.load(built).digest
    assert main(["build", str(tmp_path / "missing"), "--out", str(built)]) == 2
    assert f"no usable report; {built} is as it was" in capsys.readouterr().err
    assert IndexBundle.load(built).digest == before


def test_an_unknown_embedder_is_one_line_on_stderr(reports: Path, tmp_path: Path) -> None:
    done = run("build", str(reports), "--out", str(tmp_path / "i"), "--embedder", str(tmp_path / "no-model"))
    assert done.returncode == 1
    assert done.stderr.startswith("error: embedding model ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "i").exists()


@pytest.mark.parametrize("arguments", [["verify"], ["verify", "--index"]])
def test_verify_accepts_a_sound_index(built: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, str(built)]) == 0
    assert "sound, 2 reports, " in capsys.readouterr().out


@pytest.mark.parametrize("command", ["verify", "show"])
def test_no_index_is_one_line_with_the_fix(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, str(tmp_path / "none")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {tmp_path / 'none'}: no index here; build one with `python -m indexer build --out ")
    assert err.count("\n") == 1


def test_verify_refuses_a_damaged_index(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    next(built.rglob("passages.jsonl")).write_bytes(b"x")
    assert main(["verify", str(built)]) == 1
    assert "passages.jsonl: damaged (1 bytes instead of " in capsys.readouterr().err


def test_show_draws_the_section_tree_with_scope_and_year(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(built)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("sha256:")
    assert "river-2022  东河镇2022年工作报告" in lines
    assert "    [done 2022] 2022年主要工作回顾" in lines
    assert "      [done 2022] 一、坚持生态优先" in lines
    assert "    [planned 2023] 2023年工作计划" in lines
    assert not any("关停排污企业" in line for line in lines)


def test_show_lists_passages_on_demand(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--passages", "--index", str(built)]) == 0
    assert "[done 2022] 狠抓水环境治理。关停排污企业5家" in capsys.readouterr().out


@pytest.mark.parametrize("command", [[], ["build"], ["verify"], ["show"]])
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*command, "--help"])
    assert stop.value.code == 0
    assert "usage: python -m indexer" in capsys.readouterr().out


def test_help_is_quick_for_it_loads_no_model(tmp_path: Path) -> None:
    code = "import sys; from indexer.__main__ import main; main(['verify', 'none']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"faiss", "torch", "langchain_core", "tokenizers", "gradio"} & set(done.stdout.split())
