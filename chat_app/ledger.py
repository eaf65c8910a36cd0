"""The SQLite file that holds the questions asked and the votes on their answers.

The file says of itself which schema it has (``user_version``); an older one is brought up step by step when it is
opened, a newer one is left alone. Several threads and processes may have it open: each writes in short transactions and
waits for the others.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from chat_app.feedback import AskedQuestion, Vote

FILE_NAME = "wenzheng.sqlite3"
MIGRATIONS = (
    """
    CREATE TABLE asked (
        at INTEGER NOT NULL, question TEXT NOT NULL, outcome TEXT NOT NULL, confidence REAL NOT NULL,
        reports TEXT NOT NULL, index_digest TEXT NOT NULL, follow_up INTEGER NOT NULL);
    CREATE INDEX asked_at ON asked (at);
    CREATE TABLE votes (
        at INTEGER NOT NULL, question TEXT NOT NULL, index_digest TEXT NOT NULL, vote TEXT NOT NULL,
        reason TEXT NOT NULL, comment TEXT NOT NULL);
    CREATE INDEX votes_at ON votes (at);
    """,
    """
    ALTER TABLE asked ADD COLUMN earlier TEXT NOT NULL DEFAULT '';
    ALTER TABLE asked ADD COLUMN place TEXT NOT NULL DEFAULT '';
    ALTER TABLE asked ADD COLUMN nearest TEXT NOT NULL DEFAULT '';
    """,
    """
    ALTER TABLE asked ADD COLUMN visit TEXT NOT NULL DEFAULT '';
    ALTER TABLE votes ADD COLUMN visit TEXT NOT NULL DEFAULT '';
    CREATE UNIQUE INDEX votes_visit ON votes (visit) WHERE visit <> '';
    """,
)
"""What brings a file from schema ``i`` to ``i + 1``. Steps are only ever added: those here were run on files in use."""
_ASKED = "question, outcome, confidence, reports, index_digest, follow_up, earlier, place, nearest, at, visit"
_VOTES = "question, index_digest, vote, reason, comment, at, visit"
_WAIT = 5.0
"""Seconds to wait for another process that is writing."""


class LedgerError(Exception):
    """The file cannot be read or written; the message says why and what to do."""


class Ledger:
    """An open file; made by ``Ledger.open``. One connection, for one thread at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, wait: float = _WAIT) -> Ledger:
        """Open the file at ``path``, making it and its folder where they are not there; raises LedgerError.

        ``wait`` is how many seconds to wait for another process that is writing.
        """
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # what residents ask is for no other account
            with ExitStack() as undo:
                connection = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
                undo.callback(connection.close)
                _prepare(connection, path)
                undo.pop_all()
            return cls(path, connection)

    def close(self) -> None:
        """Close the file; what was added is in it."""
        with _told(self.path):
            self._connection.close()

    def is_in_place(self) -> bool:
        """Tell whether the file is still there under its name."""
        return self.path.exists()

    def add(self, records: Sequence[AskedQuestion | Vote]) -> None:
        """Write ``records``, all or none; raises LedgerError. A vote takes the place of one of the same visit."""
        asked = [
            (
                *(r.question, r.outcome, r.confidence, " ".join(r.reports), r.index, r.follow_up),
                *(r.earlier, r.place, r.nearest, r.at, r.visit),
            )
            for r in records
            if isinstance(r, AskedQuestion)
        ]
        cast = [record for record in records if isinstance(record, Vote)]
        votes = [(r.question, r.index, r.vote, r.reason, r.comment, r.at, r.visit) for r in cast]
        with _told(self.path), _transaction(self._connection):
            for table, columns, rows in (("asked", _ASKED, asked), ("votes", _VOTES, votes)):
                places = ", ".join("?" * len(columns.split(", ")))
                insert = f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({places})"  # noqa: S608
                self._connection.executemany(insert, rows)

    def forget(self, before: int) -> int:
        """Remove what is older than ``before`` (seconds since 1970) for good; returns how many rows that were."""
        with _told(self.path):
            with _transaction(self._connection):
                gone = sum(
                    self._connection.execute(f"DELETE FROM {table} WHERE at < ?", (before,)).rowcount  # noqa: S608
                    for table in ("asked", "votes")
                )
            if gone:  # the log of changes still holds the rows
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return gone

    def asked(self, since: int = 0) -> list[AskedQuestion]:
        """Return the questions asked since then, oldest first; raises LedgerError."""
        with _told(self.path), closing(self._connection.cursor()) as cursor:
            rows = cursor.execute(f"SELECT {_ASKED} FROM asked WHERE at >= ? ORDER BY at, rowid", (since,))  # noqa: S608
            return [AskedQuestion(q, o, c, tuple(r.split()), i, bool(f), *rest) for q, o, c, r, i, f, *rest in rows]

    def answered(self, since: int = 0) -> list[tuple[str, str]]:
        """Return the questions answered since then, those that stand alone, each with the mark of who asked it, once.

        The latest 50,000; raises LedgerError.
        """
        with _told(self.path), closing(self._connection.cursor()) as cursor:
            return cursor.execute(
                "SELECT question, visit FROM asked WHERE at >= ? AND outcome = 'answered' AND NOT follow_up "
                "AND visit <> '' GROUP BY question, visit ORDER BY MAX(at) DESC LIMIT 50000",
                (since,),
            ).fetchall()

    def votes(self, since: int = 0) -> list[Vote]:
        """Return the votes cast since then, oldest first; raises LedgerError."""
        with _told(self.path), closing(self._connection.cursor()) as cursor:
            rows = cursor.execute(f"SELECT {_VOTES} FROM votes WHERE at >= ? ORDER BY at, rowid", (since,))  # noqa: S608
            return [Vote(*row) for row in rows]


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA secure_delete = ON")
    if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise sqlite3.DatabaseError(found)
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL: a power cut may cost the last rows, never the file
    _migrate(connection, path)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == len(MIGRATIONS):
        return
    with _transaction(connection):
        version = _version(connection)  # another process may have been faster
        if version > len(MIGRATIONS):
            raise LedgerError(f"{path} was written by a newer version of this program; update the program")
        for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # what was done in it failed
            connection.execute("ROLLBACK")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise what goes wrong with the file as LedgerError."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        remedy = "see to free space on the disk and to who may write in the folder (WENZHENG_DATA)"
        if "locked" in str(error) or "busy" in str(error):
            remedy = "another program holds it; end that program"
        raise LedgerError(f"{path} cannot be used ({error}); {remedy}") from error
    except sqlite3.DatabaseError as error:
        reason = " ".join(str(error).split())
        raise LedgerError(
            f"{path} is damaged ({reason}); move it away together with its -wal and -shm, and a new one is made"
        ) from error
