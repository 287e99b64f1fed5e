"""The process that reads files, kept for as many as there are: starting it costs more than reading most files."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from postroom.search.files.texts import Unreadable

_DEADLINE = 40.0
"""Seconds for one file."""


class Reader:
    """Hands files to a process that ends with the `with` block, and starts another where one was lost."""

    def __init__(self) -> None:
        self._running: tuple[subprocess.Popen[bytes], Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, kind: str, content: bytes) -> dict[str, Any]:
        """Return `text`, whether it was `cut`, and an `error`. Raises Unreadable where the reader died of it."""
        try:
            answer = self._ask(kind, content)
        except TimeoutError as error:
            self._end()
            raise Unreadable("Reading it takes too long.") from error
        except (EOFError, OSError):
            self._end()
            answer = b""
        if not answer:
            raise Unreadable("Reading it takes too long or too much memory.")
        found: dict[str, Any] = json.loads(answer)
        return found

    def _ask(self, kind: str, content: bytes) -> bytes:
        connection = self._connection()
        connection.send_bytes(kind.encode())
        connection.send_bytes(content)
        if not connection.poll(_DEADLINE):
            raise TimeoutError
        return connection.recv_bytes()

    def _connection(self) -> Connection:
        if self._running is None:
            self._running = _start()
        return self._running[1]

    def _end(self) -> None:
        if self._running is None:
            return
        process, connection = self._running
        self._running = None
        connection.close()
        # With the copy of itself in which it may still be reading.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _start() -> tuple[subprocess.Popen[bytes], Connection]:
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-P", "-m", "postroom.search.files.child", str(theirs.fileno())]
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()], start_new_session=True)
    return process, Connection(ours.detach())
