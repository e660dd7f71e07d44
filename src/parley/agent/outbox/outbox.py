"""The outbox: a SQLite file shared by the jobs, which append, and the worker, which sends.

A record is on disk before `append` returns, so neither a killed job nor a killed worker loses a final.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from parley.contracts.ids import LeaseId
from parley.contracts.ingest import OutboxRecord

_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    lease_id TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS records_by_lease ON records (lease_id, number);
CREATE TABLE IF NOT EXISTS refused (
    number INTEGER PRIMARY KEY,
    lease_id TEXT NOT NULL,
    body TEXT NOT NULL,
    code TEXT NOT NULL,
    refused_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
"""
_OPEN_TIMEOUT_S = 10.0
_LOCK_TIMEOUT_MS = 1000  # whoever appends or sends tries again, so none need hold its process longer
_RECORD: TypeAdapter[OutboxRecord] = TypeAdapter(OutboxRecord)


@dataclass(frozen=True)
class Pending:
    """A record that waits to be sent; `number` orders it.

    Attributes:
        record: None when it cannot be read: written by another version, or damaged.
    """

    number: int
    record: OutboxRecord | None


class Outbox:
    """One process's connection to the outbox file. Methods block for a disk write; any thread may call.

    Raises:
        sqlite3.Error: The disk is full or the file is damaged.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(
            path, timeout=_OPEN_TIMEOUT_S, check_same_thread=False, isolation_level=None
        )
        self._lock = threading.Lock()
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")  # a commit survives the machine's power loss
        self._connection.executescript(_SCHEMA)
        self._connection.execute(f"PRAGMA busy_timeout={_LOCK_TIMEOUT_MS}")

    def append(self, lease_id: LeaseId, record: OutboxRecord) -> None:
        """Puts a record on disk, after all records of its lease."""
        with self._lock:
            self._connection.execute(
                "INSERT INTO records (lease_id, body) VALUES (?, ?)", (lease_id, record.model_dump_json())
            )

    def leases(self) -> list[LeaseId]:
        """Leases with records to send, oldest record first."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT lease_id FROM records GROUP BY lease_id ORDER BY MIN(number)"
            ).fetchall()
        return [LeaseId(lease_id) for (lease_id,) in rows]

    def pending(self, lease_id: LeaseId, limit: int) -> list[Pending]:
        """The oldest records of a lease, in order."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT number, body FROM records WHERE lease_id = ? ORDER BY number LIMIT ?",
                (lease_id, limit),
            ).fetchall()
        return [Pending(number, _read(body)) for number, body in rows]

    def settle(self, lease_id: LeaseId, stored: list[int], refused: dict[int, str]) -> None:
        """Takes records out: stored ones for good, refused ones into their own table with the code."""
        with self._lock, self._transaction():
            self._connection.executemany(
                "INSERT OR IGNORE INTO refused (number, lease_id, body, code)"
                " SELECT number, lease_id, body, ? FROM records WHERE number = ?",
                [(code, number) for number, code in refused.items()],
            )
            self._connection.executemany(
                "DELETE FROM records WHERE number = ? AND lease_id = ?",
                [(number, lease_id) for number in [*stored, *refused]],
            )

    def refused_by_code(self) -> dict[str, int]:
        """How many records were set aside for good, by the code that said why."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT code, COUNT(*) FROM refused GROUP BY code ORDER BY code"
            ).fetchall()
        return dict(rows)

    def close(self) -> None:
        """Closes this process's connection."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # Left open, it would hold the write lock against every job; SQLite itself ends it on some errors.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _read(body: str) -> OutboxRecord | None:
    try:
        return _RECORD.validate_json(body)
    except ValidationError:
        return None
