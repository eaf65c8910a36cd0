"""The file of what is asked and voted: masked, kept no longer than it may be, and written by several at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from threading import Thread

import pytest

from chat_app.feedback import AskedQuestion, Vote
from chat_app.ledger import MIGRATIONS, Ledger, LedgerError
from chat_app.recorder import Recorder
from tests.kept import INDEX, kept
from tests.over_http import MILLS

DAY = 86_400


def asked(question: str = MILLS, at: int | None = None) -> AskedQuestion:
    return AskedQuestion(question, "answered", 0.9, ("xicheng-2022",), INDEX, at=int(time.time()) if at is None else at)


# Masked before storing


def test_what_identifies_a_person_never_reaches_the_disk(ledger_path):
    recorder = Recorder(ledger_path, 180)
    recorder.voted(Vote("身份证330784198507211234查一下", INDEX, "down", "other", "邮箱zhang@example.com"))
    recorder.close()
    (vote,) = kept(ledger_path)[1]
    assert vote.question == "身份证〔身份证号〕查一下"
    for file in ledger_path.parent.iterdir():
        assert b"19850721" not in file.read_bytes()
        assert b"example.com" not in file.read_bytes()


def test_half_a_surrogate_pair_and_control_characters_are_kept_from_the_file(ledger_path):
    recorder = Recorder(ledger_path, 180)
    recorder.voted(Vote("问\ud800\0\n题", INDEX, "up"))
    recorder.close()
    assert [vote.question for vote in kept(ledger_path)[1]] == ["问? 题"]


# Retention


def test_what_is_too_old_is_gone_from_the_file_for_good(ledger_path):
    ledger = Ledger.open(ledger_path)
    marked = "乌龟赛跑的经费是多少？"
    ledger.add([asked(marked, at=int(time.time()) - 181 * DAY), asked(at=int(time.time()) - 179 * DAY)])
    ledger.add([Vote(marked, INDEX, "down", "other", marked, at=int(time.time()) - 181 * DAY)])
    ledger.close()
    assert marked.encode() in ledger_path.read_bytes()
    recorder = Recorder(ledger_path, 180)
    recorder.voted(Vote(MILLS, INDEX, "up"))
    recorder.close()
    assert [item.question for item in kept(ledger_path)[0]] == [MILLS]
    assert [vote.question for vote in kept(ledger_path)[1]] == [MILLS]
    assert not any(marked.encode() in file.read_bytes() for file in ledger_path.parent.iterdir())


def test_what_is_removed_while_others_have_the_file_open_is_gone_too(ledger_path):
    other, ledger = Ledger.open(ledger_path), Ledger.open(ledger_path)
    ledger.add([asked("乌龟赛跑的经费是多少？", at=1)])
    assert len(other.asked()) == 1
    assert ledger.forget(2) == 1
    assert not any("乌龟".encode() in file.read_bytes() for file in ledger_path.parent.iterdir())
    ledger.close()
    other.close()


# The file


def test_what_is_added_is_read_again(ledger_path):
    records = [asked("一", at=1), asked("二", at=5)]
    votes = [Vote("一", INDEX, "down", "unclear", "看不懂", at=3)]
    ledger = Ledger.open(ledger_path)
    ledger.add([*records, *votes])
    assert (ledger.asked(), ledger.votes(), ledger.asked(since=2)) == (records, votes, records[1:])
    ledger.close()
    assert ledger_path.stat().st_mode & 0o077 == 0


def test_a_file_of_a_newer_version_is_left_alone(ledger_path):
    Ledger.open(ledger_path).close()
    with sqlite3.connect(ledger_path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = ledger_path.read_bytes()
    with pytest.raises(LedgerError, match="newer version"):
        Ledger.open(ledger_path)
    assert ledger_path.read_bytes() == before


def test_several_threads_may_record_at_once(ledger_path):
    recorder = Recorder(ledger_path, 180)
    threads = [Thread(target=lambda: [recorder.voted(Vote(MILLS, INDEX, "up")) for _ in range(200)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    recorder.close()
    assert len(kept(ledger_path)[1]) == 1600


WRITER = """
import sys
from pathlib import Path
from chat_app.feedback import Vote
from chat_app.ledger import Ledger
ledger = Ledger.open(Path(sys.argv[1]))
for number in range(200):
    ledger.add([Vote(f"{sys.argv[2]}-{number}", "sha256:0", "up")])
ledger.close()
"""


def test_two_processes_may_write_at_once(ledger_path):
    processes = [subprocess.Popen([sys.executable, "-c", WRITER, str(ledger_path), name]) for name in ("a", "b")]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert {vote.question for vote in kept(ledger_path)[1]} == {
        f"{name}-{n}" for name in ("a", "b") for n in range(200)
    }
