"""A ledger that cannot be written is told in the log, and never fails or delays a chat."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from chat_app.api import create_app
from chat_app.feedback import AskedQuestion, Vote
from chat_app.ledger import MIGRATIONS, Ledger, LedgerError
from chat_app.recorder import Recorder
from chat_app.settings import ChatSettings

INDEX = "sha256:0a"
MILLS = "去年整治了多少家低效工业企业？"
NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wenzheng.sqlite3"


def votes(path: Path) -> list[Vote]:
    ledger = Ledger.open(path)
    try:
        return ledger.votes()
    finally:
        ledger.close()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def chat_goes_on(assistant, recorder: Recorder) -> None:
    app = create_app(assistant, ChatSettings(), recorder)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        assert client.post("/api/ask", json={"question": MILLS}).json()["outcome"] == "answered"
        vote = {"question": MILLS, "index": INDEX, "vote": "up"}
        assert client.post("/api/feedback", json=vote).status_code == 204


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_damaged_file_is_told_once_left_as_it_is_and_done_without(assistant, path, caplog):
    path.write_bytes(b"not a database at all" * 500)
    before = path.read_bytes()
    recorder = Recorder(path, 180, retry=0.05)
    chat_goes_on(assistant, recorder)
    time.sleep(0.3)  # several tries
    (told,) = complaints(caplog)
    assert "the chat goes on" in told
    assert f"{path} is damaged" in told
    assert path.read_bytes() == before
    path.rename(path.with_suffix(".away"))
    until(path.exists)
    recorder.close()
    assert [vote.question for vote in votes(path)] == [MILLS]


def test_pages_that_were_overwritten_are_found_when_the_file_is_opened(path):
    ledger = Ledger.open(path)
    ledger.add([Vote(f"问题{i}" * 50, INDEX, "up") for i in range(500)])
    ledger.close()
    content = bytearray(path.read_bytes())
    content[4096 * 5 : 4096 * 9] = b"\xff" * (4096 * 4)
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"is damaged .*move it away"):
        Ledger.open(path)


def test_a_folder_that_cannot_be_made_is_told(assistant, caplog):
    recorder = Recorder(Path("/proc/wenzheng/wenzheng.sqlite3"), 180)
    chat_goes_on(assistant, recorder)
    recorder.close()
    (told,) = complaints(caplog)
    assert "WENZHENG_DATA" in told


@pytest.fixture
def someone_else() -> Iterator[None]:
    """Lose the rights of root, who may write anywhere."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(user)


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder with a ledger, both of which may be read but not written."""
    folder = Path(tempfile.mkdtemp())  # not under pytest's, which only its owner may enter
    Ledger.open(folder / "wenzheng.sqlite3").close()
    (folder / "wenzheng.sqlite3").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_is_told(locked_folder, someone_else, assistant, caplog):
    recorder = Recorder(locked_folder / "wenzheng.sqlite3", 180)
    chat_goes_on(assistant, recorder)
    recorder.close()
    assert len(complaints(caplog)) == 1
    assert "who may write in the folder" in complaints(caplog)[0]


def test_a_locked_file_delays_no_answer_and_loses_nothing(assistant, path):
    Ledger.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    recorder = Recorder(path, 180, retry=0.05)
    began = time.monotonic()
    chat_goes_on(assistant, recorder)
    assert time.monotonic() - began < 60
    assert votes_of(other) == 0
    other.execute("ROLLBACK")
    other.close()
    recorder.close()
    assert [vote.question for vote in votes(path)] == [MILLS]


def votes_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM votes").fetchone()[0])


FULL = """
import logging, resource, sys, time
from pathlib import Path
from chat_app.feedback import Vote
from chat_app.ledger import Ledger
from chat_app.recorder import Recorder
path = Path(sys.argv[1])
Ledger.open(path).close()
limit = 49_152  # the ledger opens, 500 votes do not fit
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
recorder = Recorder(path, 180, retry=0.05)
for i in range(500):
    recorder.voted(Vote(f"q{i} " * 50, "sha256:0", "up"))
time.sleep(1)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
recorder.close()
"""


def test_a_full_disk_is_told_and_nothing_waiting_is_lost_once_there_is_space(path):
    """The system refuses to make files longer than a limit, as a full disk does."""
    done = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "free space on the disk" in done.stderr
    assert "are being recorded again; 0 were lost" in done.stderr
    assert len(votes(path)) == 500


def test_a_full_queue_drops_what_is_new_and_says_how_much(path, caplog):
    path.mkdir()  # nothing can be written
    recorder = Recorder(path, 180, retry=0.05)
    for _ in range(5_000):
        recorder.voted(Vote(MILLS, INDEX, "up"))
    until(lambda: bool(complaints(caplog)))
    path.rmdir()
    recorder.close()
    assert 2_000 <= len(votes(path)) < 5_000
    assert f"; {5_000 - len(votes(path))} were lost" in caplog.records[-1].getMessage()


def test_a_folder_removed_while_serving_is_made_anew(path):
    recorder = Recorder(path.parent / "data" / path.name, 180)
    recorder.voted(Vote("一", INDEX, "up"))
    until((path.parent / "data" / path.name).exists)
    time.sleep(0.2)
    shutil.rmtree(path.parent / "data")
    recorder.voted(Vote("二", INDEX, "up"))
    recorder.close()
    assert [vote.question for vote in votes(path.parent / "data" / path.name)] == ["二"]


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_file_of_an_older_schema_is_brought_up_with_what_it_holds(path, version):
    connection = sqlite3.connect(path, isolation_level=None)
    for step in MIGRATIONS[:version]:
        connection.executescript(step)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute(
        "INSERT INTO asked (at, question, outcome, confidence, reports, index_digest, follow_up)"
        " VALUES (7, '旧问题', 'not_found', 0.1, 'a b', 'sha256:1', 1)"
    )
    connection.close()
    ledger = Ledger.open(path)
    old = AskedQuestion("旧问题", "not_found", 0.1, ("a", "b"), "sha256:1", True, at=7)
    new = AskedQuestion("新问题", "answered", 0.9, ("a",), "sha256:1", True, "之前的", "a 1 9", "", at=8)
    ledger.add([new])
    assert ledger.asked() == [old, new]
    ledger.close()
    Ledger.open(path).close()


def test_the_first_schema_is_as_it_was_shipped():
    """A step that was run on files in use must not change; a new one is added instead."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(MIGRATIONS[0])
    columns = [row[1] for row in connection.execute("PRAGMA table_info(asked)")]
    assert columns == ["at", "question", "outcome", "confidence", "reports", "index_digest", "follow_up"]
    connection.close()


def test_a_kill_leaves_a_file_that_opens_with_all_that_was_written(path):
    program = (
        "import sys; from pathlib import Path; from chat_app.feedback import Vote; from chat_app.ledger import Ledger\n"
        "ledger = Ledger.open(Path(sys.argv[1]))\n"
        "for i in range(10**9):\n ledger.add([Vote(str(i), 'sha256:0', 'up')]); print(i, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while int(process.stdout.readline()) < 100:
            pass
        process.kill()
    assert [vote.question for vote in votes(path)][:101] == [str(i) for i in range(101)]
