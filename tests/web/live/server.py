"""A web process as the supervisor starts it, on the database of the tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import Any

from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.servers.running import DEADLINE, environment, eventually


class WebServer:
    """A real web process; its listening socket stays open while it is started again."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.process = self._start()

    def restart(self) -> None:
        """End the process and start another one."""
        self.stop()
        self.process = self._start()

    def stop(self) -> None:
        """End the process as the supervisor does."""
        self.process.terminate()
        self.process.wait(DEADLINE)

    def start(self) -> None:
        """Start it again."""
        self.process = self._start()

    def close(self) -> None:
        """Leave nothing behind."""
        self.stop()
        self._listener.close()

    def _start(self) -> subprocess.Popen[bytes]:
        settings = environment(POSTROOM_DATA=os.environ["POSTROOM_DATA"], POSTROOM_DATABASE_URL=_database())
        descriptor = self._listener.fileno()
        command = [sys.executable, "-P", "-m", "postroom", "web-process", str(descriptor)]
        process = subprocess.Popen(command, env=settings, pass_fds=[descriptor])
        eventually(lambda: process.poll() is None and self._answers())
        return process

    def _answers(self) -> bool:
        """Whether it takes connections: the socket does so before the process runs, so a request must be answered."""
        with socket.create_connection(self._listener.getsockname(), timeout=DEADLINE) as asking:
            asking.sendall(b"GET /static/postroom/mark.svg HTTP/1.0\r\n\r\n")
            return asking.recv(12).startswith(b"HTTP/1.")


def _database() -> str:
    own = ("cursor_factory", "context", "server_side_binding", "prepare_threshold")
    parameters: dict[str, Any] = connection.get_connection_params()
    return make_conninfo("", **{name: value for name, value in parameters.items() if name not in own})
