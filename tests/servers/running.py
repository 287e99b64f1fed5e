"""A real ``postroom run`` in a folder and on a port of its own, and a look at its processes."""

import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg

from postroom import config
from postroom.ground.places import socket_folder

DEADLINE = 180.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def environment(**settings: str) -> dict[str, str]:
    """The environment of a fresh terminal, and these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTROOM_", "DJANGO_", "LC_"))}
    return {**kept, "LANG": "C.UTF-8", "LANGUAGE": "", **settings}


def postroom(*words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a subcommand to its end."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "postroom", *words],
        env=environment(**settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )


def eventually(true: Callable[[], bool], seconds: float = DEADLINE) -> None:
    """Wait until something is true; fail when it does not become so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not true within {seconds:.0f} seconds"
        time.sleep(0.05)


class Running:
    """The process tree of one data folder.

    Attributes:
        line: what it printed when it was ready.
        seconds: how long that took.
    """

    def __init__(self, data: Path, *words: str, **settings: str) -> None:
        self.data = data
        self.port = int(settings.setdefault("POSTROOM_PORT", str(free_port())))
        self.settings = {"POSTROOM_DATA": str(data), **settings}
        self.errors = data.with_name(f"{data.name}.stderr")
        begun = time.monotonic()
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "postroom", *(words or ("run",))],
                env=environment(**self.settings),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.line = self._first_line()
        self.seconds = time.monotonic() - begun

    def _first_line(self) -> str:
        assert self.process.stdout
        ready = select.select([self.process.stdout], [], [], DEADLINE)[0]
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.stop()
            raise AssertionError(f"it did not start:\n{self.errors.read_text()}")
        return line

    def status(self, path: str = "/account/login/") -> int:
        """The status of a page; 0 where there is no answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                status: int = answer.status
                return status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except OSError:
            return 0

    def ask(self, sql: str) -> object:
        """The first value of the first row, over a connection of the test's own."""
        with self._connection() as connection:
            row = connection.execute(sql.encode()).fetchone()
        return row[0] if row else None

    def change(self, sql: str) -> None:
        """Run a statement, and commit."""
        with self._connection() as connection:
            connection.execute(sql.encode())

    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(config.load(self.settings).database_url, connect_timeout=5)

    def pids(self, words: str) -> list[int]:
        """The numbers of the processes below the supervisor whose command line has these words."""
        return [pid for pid in descendants(self.process.pid) if words in command_line(pid)]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop it; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(DEADLINE)
        self._remove_socket_folder()
        if self.process.stdout:
            self.process.stdout.close()
        return code

    def _remove_socket_folder(self) -> None:
        """Where the path of the test's folder is long, the socket's folder lies outside of it."""
        folder = socket_folder(self.data)
        if folder.is_dir() and not folder.is_relative_to(self.data) and not any(folder.iterdir()):
            folder.rmdir()


def descendants(pid: int) -> list[int]:
    """The processes started by a process, and by those."""
    below = [child for child, parent in _parents().items() if parent == pid]
    return [*below, *(deeper for child in below for deeper in descendants(child))]


def command_line(pid: int) -> str:
    """What it was started with; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def alive(pid: int) -> bool:
    """Whether it runs; one that ended and was not yet waited for does not."""
    return _stat(Path(f"/proc/{pid}"))[0] not in "ZX"


def _parents() -> dict[int, int]:
    return {int(entry.name): _stat(entry)[1] for entry in Path("/proc").iterdir() if entry.name.isdigit()}


def _stat(entry: Path) -> tuple[str, int]:
    """State and parent (proc_pid_stat(5)); the name before them may hold anything, so they are read from behind it."""
    try:
        state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return "X", 0
    return state, int(parent)
