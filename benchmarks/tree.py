"""A whole Postroom to measure: a database, workers, web; how much processor and memory all of it takes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
from psycopg.rows import dict_row

from postroom.ground.embedded import Embedded, embedded
from postroom.ground.places import socket_folder
from postroom.ground.postmaster import read_postmaster, wait_until

_DEADLINE = 60.0


@dataclass
class Tree:
    """Processes of one Postroom; `environment` leads further ones to the same database."""

    data: Path
    server: Embedded
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a subcommand of `postroom`."""
        process = subprocess.Popen(
            [sys.executable, "-m", "postroom", *words],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=(self.data / "log").open("ab"),
        )
        self.processes.append(process)
        return process

    def run(self, script: str, *arguments: str) -> str:
        """Run a Python script with Django set up, and return what it prints."""
        code = f"import django; django.setup()\n{script}"
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, *arguments],
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def ask(self, query: LiteralString, *values: object) -> dict[str, int]:
        """Return the one row that `query` finds, by the names of its columns; it costs next to nothing."""
        row = self._database.execute(query, values).fetchone()
        assert row is not None
        return row

    def memory(self) -> float:
        """Return the memory of all processes in MB, shared pages counted once (PSS)."""
        return sum(map(_bytes, self._all())) / 1e6

    def _all(self) -> list[psutil.Process]:
        roots = [psutil.Process(process.pid) for process in self.processes]
        return [found for root in roots for found in (root, *root.children(recursive=True))]

    @cached_property
    def _database(self) -> psycopg.Connection[dict[str, int]]:
        url = self.environment["POSTROOM_DATABASE_URL"]
        return psycopg.connect(url, autocommit=True, row_factory=dict_row, options="-c log_statement=none")


@contextmanager
def running_tree(options: dict[str, str] | None = None, kept: Path | None = None) -> Iterator[Tree]:
    """Start an embedded PostgreSQL as `postroom run` does, with its tables made; stop everything at the end.

    It is in the data folder `kept`, or in one of its own that is gone afterwards.
    """
    with nullcontext(kept) if kept else _passing_folder() as data:
        server = embedded(data, options)
        tree = Tree(data, server, _environment(data))
        with server.log.open("ab") as log:
            tree.processes.append(subprocess.Popen(server.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log))
        try:
            assert wait_until(lambda: _ready(server), _DEADLINE)
            tree.run("from django.core.management import call_command; call_command('migrate', verbosity=0)")
            yield tree
        finally:
            _stop(tree)


@contextmanager
def _passing_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="postroom-bench-") as folder:
        data = Path(folder)
        data.chmod(0o755)
        yield data


def await_that(condition: Callable[[], bool], seconds: float, look_every: float = 0.05) -> None:
    """Wait until `condition` holds; raise TimeoutError after `seconds`."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(look_every)


def busy_seconds() -> float:
    """Return the processor seconds that the whole machine has spent, idle and waiting aside."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)


def spent_seconds() -> dict[str, float]:
    """Return the processor seconds of what was started here and still runs, by program, with their children."""
    spent: dict[str, float] = defaultdict(float)
    for root in psutil.Process().children():
        spent[_program(root)] += sum(map(_seconds, (root, *root.children(recursive=True))))
    return spent


def _program(process: psutil.Process) -> str:
    """Return `postgres`, `dovecot`, or the word after `postroom`."""
    words: list[str] = process.cmdline()
    return words[words.index("postroom") + 1] if "postroom" in words else str(process.name())


def _bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.NoSuchProcess:
        return 0


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0  # what it spent is counted in its parent's children
    return float(times.user + times.system + times.children_user + times.children_system)


def _environment(data: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("POSTROOM_")}
    return {
        **inherited,
        "POSTROOM_DATA": str(data),
        "POSTROOM_DATABASE_URL": f"postgresql://postroom@/postroom?host={socket_folder(data)}",
        "POSTROOM_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "postroom.settings",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }


def _ready(server: Embedded) -> bool:
    postmaster = read_postmaster(server.cluster)
    return postmaster is not None and postmaster.ready


def _stop(tree: Tree) -> None:
    for process in reversed(tree.processes[1:]):
        _end(process, signal.SIGTERM)
    _end(tree.processes[0], signal.SIGINT)


def _end(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Stop a process; what it has measured already must not be lost because it takes its time."""
    process.send_signal(number)
    try:
        process.wait(_DEADLINE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
