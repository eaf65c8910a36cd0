"""Nothing in the default set-up opens a connection outside the machine: not at build, not at ask, not at serve."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[1]
WATCH = (ROOT / "tests" / "watch.py").read_text(encoding="utf-8")
BUILD = "from indexer.__main__ import main; code = main(['build', 'seeds', '--out', INDEX])"
ASK = f"{BUILD}\nfrom chat_app.__main__ import main; code = main(['ask', '--index', INDEX, '拆除了多少处违章搭建？'])"
SERVE = f"""{BUILD}
from pathlib import Path
from fastapi.testclient import TestClient
from chat_app.api import create_app
from chat_app.assistant import Assistant
from chat_app.settings import ChatSettings
with TestClient(create_app(Assistant.load(Path(INDEX)), ChatSettings()), base_url="http://127.0.0.1") as client:
    code = 0 if client.get("/").status_code == client.get("/readyz").status_code == 200 else 1
import time; time.sleep(2)  # what starts in the background gets its chance
"""
LEAK = "import socket; code = 0; socket.getaddrinfo('example.org', 443)"


def run(program, index):
    source = f"{WATCH}\nINDEX = {str(index)!r}\n{program}\nos._exit(code)"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "GRADIO_", "WENZHENG_"))}
    return subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, env=clean, capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("program", [BUILD, ASK, SERVE], ids=["build", "ask", "serve"])
def test_nothing_leaves_the_machine(program, tmp_path):
    done = run(program, tmp_path / "index")
    assert done.returncode == 0, done.stderr


def test_nothing_leaves_the_machine_from_any_process_of_a_server(seeds_index, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WATCH)  # which every Python runs when it starts
    command = [sys.executable, "-m", "chat_app", "serve", "--port", "0", "--index", str(seeds_index)]
    watched = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen(
        command, cwd=ROOT, env=watched, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found
            answer = httpx.post(f"{found[0]}/api/ask", json={"question": "拆除了多少处违章搭建？"}, timeout=30)
            assert answer.json()["short"] == "400余处"
        finally:
            server.terminate()
        said = server.communicate(timeout=30)[1]
    assert said == ""


def test_the_watch_sees_a_look_up(tmp_path):
    done = run(LEAK, tmp_path)
    assert done.returncode == 7
    assert "LEAK socket.getaddrinfo example.org" in done.stderr
