"""One SQLite file (or memory) that holds everything the practice tenant remembers."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from postroom.practice.schema import SCHEMA

Parameter = str | int | float | bytes | None


class Database:
    """Shared by the server thread and by the tests' thread, hence the lock around every statement."""

    def __init__(self, path: Path | None) -> None:
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._lock = threading.RLock()
        self._depth = 0
        self._connection.execute("PRAGMA journal_mode=WAL")
        # A rehearsal may lose its last second in a power cut; waiting for the disk would only slow the tests.
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.executescript(SCHEMA)

    def run(self, sql: str, *parameters: Parameter) -> int:
        """Execute one statement; return the number of rows it changed."""
        with self._lock:
            return self._connection.execute(sql, parameters).rowcount

    def insert(self, sql: str, *parameters: Parameter) -> int:
        """Execute an INSERT and return the new row's id."""
        with self._lock:
            return self._connection.execute(sql, parameters).lastrowid or 0

    def rows(self, sql: str, *parameters: Parameter) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, *parameters: Parameter) -> sqlite3.Row | None:
        found = self.rows(sql, *parameters)
        return found[0] if found else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the statements inside one; may be nested."""
        with self._lock:
            self._begin()
            try:
                yield
            except BaseException:
                self._end("ROLLBACK")
                raise
            self._end("COMMIT")

    def _begin(self) -> None:
        if self._depth == 0:
            self._connection.execute("BEGIN")
        self._depth += 1

    def _end(self, word: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._connection.execute(word)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def load(self, kind: str) -> list[dict[str, Any]]:
        """Return all documents of a kind (tenants, users, apps, mailboxes, switches ...)."""
        return [json.loads(row["body"]) for row in self.rows("SELECT body FROM documents WHERE kind=?", kind)]

    def save(self, kind: str, key: str, body: dict[str, Any]) -> None:
        self.run("INSERT OR REPLACE INTO documents (kind, key, body) VALUES (?, ?, ?)", kind, key, json.dumps(body))

    def forget(self, kind: str, key: str) -> None:
        self.run("DELETE FROM documents WHERE kind=? AND key=?", kind, key)
