"""The Makefile sets up once, starts over after a cut, and says what to do. A script stands in for Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = """#!/bin/sh
echo "$*" >> {log}
case "$*" in
  *version_info*) exit $(cat {log}.old);;
  "-m venv "*) mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
  "-m pip "*) exit $(cat {log}.pip);;
  "-m indexer "*) exit $(cat {log}.build);;
esac
"""


class Folder:
    """A fresh clone as far as make can tell; ``old``, ``pip`` and ``build`` are the exit codes of its Python."""

    def __init__(self, path: Path) -> None:
        self.path = path / "clone"
        self.log = path / "log"
        self.bin = path / "bin"
        self.path.mkdir()
        self.bin.mkdir()
        for name in ("Makefile", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.path)
        for name in ("python3", "chromium"):
            self.command(name, PYTHON.format(log=self.log))
        for name in ("sh", "awk", "cat", "cp", "mkdir", "rm", "touch", "echo", "id", "find", "make"):
            (self.bin / name).symlink_to(shutil.which(name) or name)
        self.set(old=0, pip=0, build=0)

    def command(self, name: str, script: str) -> None:
        """Put a script of our own in the folder; a link to the machine's command goes first, never what it leads to."""
        (self.bin / name).unlink(missing_ok=True)
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def set(self, **codes: int) -> None:
        for name, code in codes.items():
            self.log.with_suffix(f".{name}").write_text(str(code))

    def make(self, *goals: str) -> tuple[int, str, list[str]]:
        """Return the exit code, all output, and what was asked of Python."""
        self.log.write_text("")
        environment = {"PATH": str(self.bin), "HOME": os.environ.get("HOME", "")}
        done = subprocess.run(
            ["make", *goals],
            cwd=self.path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode, done.stdout, [line for line in self.log.read_text().splitlines() if line[:2] == "-m"]


@pytest.fixture
def clone(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def installs(asked: list[str]) -> list[str]:
    return [line.split()[-1] for line in asked if line.startswith("-m pip")]


def test_a_stand_in_leaves_the_command_of_the_machine_alone(clone: Folder) -> None:
    real = Path(shutil.which("id") or "")
    before = real.read_bytes()
    clone.command("id", "echo 0")
    assert (clone.bin / "id").read_text() == "echo 0"
    assert real.read_bytes() == before


def test_chat_sets_up_builds_and_serves(clone: Folder) -> None:
    code, _, asked = clone.make("chat")
    assert code == 0
    assert [line.split()[1] for line in asked] == ["venv", "pip", "indexer", "chat_app"]
    assert installs(asked) == ["."]


def test_a_second_run_installs_nothing(clone: Folder) -> None:
    clone.make("chat")
    assert clone.make("chat")[2] == ["-m indexer build --if-changed --out index", "-m chat_app serve"]


def test_setting_up_for_tests_sets_up_for_the_chat_too(clone: Folder) -> None:
    assert installs(clone.make("-j4", "check", "test")[2]) == [".[check,eval,test,train]"]
    assert installs(clone.make("chat")[2]) == []


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_dependency_is_installed(clone: Folder, name: str) -> None:
    clone.make("test")
    later = (clone.path / ".venv/dev.stamp").stat().st_mtime + 5
    os.utime(clone.path / name, (later, later))
    assert installs(clone.make("test")[2]) == [".[check,eval,test,train]"]


def test_a_failed_installation_is_told_and_done_again(clone: Folder) -> None:
    clone.set(pip=1)
    code, output, _ = clone.make("chat")
    assert code != 0
    assert "could not be installed" in output
    clone.set(pip=0)
    code, _, asked = clone.make("chat")
    assert code == 0
    assert [line.split()[1] for line in asked] == ["pip", "indexer", "chat_app"]


def test_an_installation_that_was_cut_off_starts_over(clone: Folder) -> None:
    clone.make("chat")
    gone = subprocess.Popen(["true"])
    gone.wait()
    (clone.path / ".venv/core.stamp").unlink()
    (clone.path / ".venv/installing").write_text(str(gone.pid))
    code, output, asked = clone.make("chat")
    assert code == 0
    assert "starting over" in output
    assert [line.split()[1] for line in asked][:2] == ["venv", "pip"]


def test_two_installations_do_not_meet(clone: Folder) -> None:
    (clone.path / ".venv").mkdir()
    (clone.path / ".venv/installing").write_text(str(os.getpid()))
    code, output, asked = clone.make("chat")
    assert code != 0
    assert "wait for it" in output
    assert asked == []


def test_an_old_python_is_refused_before_anything_is_made(clone: Folder) -> None:
    clone.set(old=1)
    code, output, _ = clone.make("chat")
    assert code != 0
    assert "older than 3.11" in output
    assert not (clone.path / ".venv").exists()


def test_a_broken_environment_is_named(clone: Folder) -> None:
    clone.make("chat")
    (clone.path / ".venv/bin/python").unlink()
    code, output, _ = clone.make("chat")
    assert code != 0
    assert "rm -rf .venv" in output


def test_the_chat_starts_although_one_report_was_refused(clone: Folder) -> None:
    clone.set(build=1)
    assert clone.make("chat")[2][-1] == "-m chat_app serve"


def test_the_chat_does_not_start_where_no_report_is_usable(clone: Folder) -> None:
    clone.set(build=2)
    code, _, asked = clone.make("chat")
    assert code != 0
    assert "-m chat_app serve" not in asked


def test_a_missing_browser_is_installed(clone: Folder) -> None:
    (clone.bin / "chromium").unlink()
    clone.command("id", "echo 0")
    clone.command("env", 'shift; exec "$@"')
    clone.command("apt-get", f'echo "-m $*" >> {clone.log}')
    code, output, asked = clone.make("test")
    assert code == 0
    assert "Installing Chromium" in output
    assert "-m install -y --no-install-recommends chromium fonts-noto-cjk -qq" in asked
    assert asked[-1].startswith("-m pytest")


def test_a_missing_browser_that_cannot_be_installed_is_told_with_the_command(clone: Folder) -> None:
    (clone.bin / "chromium").unlink()
    clone.command("id", "echo 1000")
    clone.command("apt-get", "exit 1")
    code, output, asked = clone.make("test")
    assert code != 0
    assert "apt-get install -y --no-install-recommends chromium fonts-noto-cjk" in output
    assert not any(line.startswith("-m pytest") for line in asked)


def test_help_lists_every_target(clone: Folder) -> None:
    output = clone.make()[1]
    assert [line.split()[1] for line in output.splitlines()] == ["help", "chat", "test", "check", "eval", "clean"]
