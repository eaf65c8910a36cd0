"""Builds that are killed, run out of disk, or meet another build: the index in use stays whole."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.bundle import BundleError, IndexBundle
from indexer.generations import write_generation

ROOT = Path(__file__).parent.parent.parent
WRITER = """
import sys
from pathlib import Path
from indexer.generations import write_generation
files = {f"file-{i}": bytes(200_000) for i in range(60)}
for run in range(10_000):
    print(write_generation(Path(sys.argv[1]), {"run": run}, files), flush=True)
"""
KILLED_AT = """
import os, signal, sys
file = sys.argv.pop()
def kill(event, arguments):
    if event == "open" and f"/.building/{file}" in str(arguments[0]):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(kill)
"""
"""Has a process killed by the system when it opens the file of a new generation that its last argument names: watched
from outside, a busy machine lets the moment pass."""
BUILD = """
import sys
from indexer.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
BIG_REPORT = "".join(f"第{i}项工作完成投资{i}.5亿元,新建道路{i}公里。\n" for i in range(3_000))


def run_until_killed(code: str, *arguments: str, file: str = "") -> None:
    """Run ``code`` until it opens ``file`` of a new generation (``""``: the first one) and is killed there."""
    command = [sys.executable, "-c", KILLED_AT + code, *arguments, file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("file", ["file-0", "file-30", "manifest.json"])
def test_a_kill_while_writing_leaves_the_old_index_in_use(index: Path, bundle: IndexBundle, file: str) -> None:
    run_until_killed(WRITER, str(index), file=file)
    assert (index / "generations" / ".building").exists()
    loaded = IndexBundle.verify(index)
    assert loaded.digest == bundle.digest
    again = replace(bundle, recipe={"run": "after"}).save(index)
    assert IndexBundle.verify(index).digest == again.digest
    assert {path.name for path in (index / "generations").iterdir()} == {bundle.digest[7:], again.digest[7:]}


def test_a_kill_at_any_moment_leaves_a_whole_generation(index: Path, tmp_path: Path) -> None:
    from indexer.generations import read_generation

    for run in range(8):
        command = [sys.executable, "-c", WRITER, str(tmp_path / "i")]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(run * 0.017)
            process.kill()
        generation = read_generation(tmp_path / "i")
        assert generation.degraded is None
        assert len(generation.files) == 60


def test_a_killed_build_command_leaves_the_old_index_and_the_next_one_sweeps(
    index: Path, bundle: IndexBundle, tmp_path: Path
) -> None:
    (tmp_path / "big.txt").write_text(BIG_REPORT, encoding="utf-8")
    run_until_killed(BUILD, "build", str(tmp_path / "big.txt"), "--out", str(index))
    assert (index / "generations" / ".building").exists()
    assert IndexBundle.verify(index).digest == bundle.digest
    bundle.save(index)
    assert not (index / "generations" / ".building").exists()


@pytest.mark.parametrize("limit", [1, 1_000, 5_000])
def test_a_full_disk_leaves_the_old_index_in_use(reports: Path, index: Path, bundle: IndexBundle, limit: int) -> None:
    """The system refuses to make files longer than ``limit`` bytes, as a full disk does."""
    code = (
        "import resource, sys; from indexer.__main__ import main; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-B", "-c", code, "build", str(reports), "--out", str(index)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "cannot be written (File too large); the index in use is as it was; free disk space" in done.stderr
    assert done.stderr.count("\n") == 1
    assert IndexBundle.verify(index).digest == bundle.digest
    assert not list((index / "generations").glob(".*"))


def test_a_second_build_at_the_same_time_is_told_to_wait(index: Path, bundle: IndexBundle) -> None:
    with (index / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BundleError, match=r"another build is writing this index; wait until it ends, then `python"):
            replace(bundle, recipe={"run": 2}).save(index)
    assert IndexBundle.verify(index).digest == bundle.digest


def test_a_read_only_folder_is_one_clear_error(bundle: IndexBundle) -> None:
    with pytest.raises(BundleError, match=r"cannot be written \(.*\); the index in use is as it was; .*permissions"):
        bundle.save(Path("/proc/wenzheng"))


def test_two_builds_at_once_leave_one_whole_index(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("东河镇完成投资3亿元。", encoding="utf-8")
    folder = tmp_path / "i"
    commands = [
        [sys.executable, "-m", "indexer", "build", str(files), "--out", str(folder)]
        for files in (reports, tmp_path / "one.txt")
    ]
    processes = [
        subprocess.Popen(c, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for c in commands
    ]
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in processes]
    assert {code for _, code in ends} <= {0, 1}
    assert any(code == 0 for _, code in ends)
    assert all("another build is writing" in err for err, code in ends if code)
    assert len(IndexBundle.verify(folder).reports) in (1, 2)


def test_files_may_be_read_by_others_than_who_built(index: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    assert all(path.stat().st_mode & 0o004 for path in index.rglob("*") if not mask & 0o004)


def test_equal_files_are_written_once(tmp_path: Path) -> None:
    first = write_generation(tmp_path, {"a": 1}, {"x": b"1"})
    (home,) = (tmp_path / "generations").iterdir()
    before = (home / "x").stat().st_mtime_ns
    assert write_generation(tmp_path, {"a": 1}, {"x": b"1"}) == first
    assert (home / "x").stat().st_mtime_ns == before
