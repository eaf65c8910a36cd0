"""The processes of a server: none outlives it, and the one that answers imports nothing of the web."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@contextmanager
def started(index, **settings):
    """Yield a server in a group of its own, once it serves; at the end, none of the group is left."""
    command = [sys.executable, "-m", "chat_app", "serve", "--port", "0", "--index", str(index)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | settings, text=True, start_new_session=True, **pipes
    ) as process:
        try:
            assert process.stdout is not None
            assert "serving" in process.stdout.readline()
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("send", "number"),
    [(os.kill, signal.SIGTERM), (os.kill, signal.SIGKILL), (os.killpg, signal.SIGINT), (os.killpg, signal.SIGTERM)],
    ids=["told to end", "killed", "Ctrl+C in a terminal", "group told to end"],
)
def test_no_process_outlives_the_server(seeds_index, send, number):
    with started(seeds_index) as process:
        send(process.pid, number)
        said = process.communicate(timeout=30)[1]  # to the end: until all have closed what they inherited
    assert "Traceback" not in said
    assert said == "" or number == signal.SIGKILL  # of which Python's resource tracker tells


MODULES = """
import atexit, os, pathlib, sys
atexit.register(lambda: pathlib.Path({folder!r}, str(os.getpid())).write_text(" ".join(sys.modules)))
"""


def test_the_process_that_answers_imports_nothing_of_the_web(seeds_index, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(MODULES.format(folder=str(tmp_path)))
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    with started(seeds_index, PYTHONPATH=path) as process:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    loaded = {file.name: set(file.read_text().split()) for file in tmp_path.glob("[0-9]*")}
    assert "gradio" in loaded.pop(str(process.pid))
    (answering,) = (modules for modules in loaded.values() if "chat_app.assistant" in modules)
    assert answering.isdisjoint({"gradio", "fastapi", "uvicorn", "sentence_transformers", "torch", "langchain_core"})
