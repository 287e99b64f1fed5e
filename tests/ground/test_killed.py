"""kill -9 of any one process: what runs goes on, or the next start puts it right."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import psycopg
import pytest

from tests.servers.running import Running, alive, descendants, eventually

Start = Callable[..., Running]
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("words", ["web-process", "worker-process"])
def test_killed_python_process_is_started_again(start: Start, words: str) -> None:
    running = start()
    eventually(lambda: len(running.pids(words)) == 1)
    (old,) = running.pids(words)
    os.kill(old, signal.SIGKILL)
    eventually(lambda: len(running.pids(words)) == 1 and running.pids(words) != [old])
    eventually(lambda: running.status() == 200)


def test_killed_web_process_keeps_the_port_open(start: Start) -> None:
    running = start()
    os.kill(running.pids("web-process")[0], signal.SIGKILL)
    assert running.status() == 200  # asked while nobody is there to answer, answered by the next process


def test_killed_database_is_started_again_and_web_reconnects(start: Start) -> None:
    running = start()
    _remember(running)
    (old,) = running.pids("postgres -D")
    os.kill(old, signal.SIGKILL)
    eventually(lambda: _remembers(running) and running.pids("postgres -D") != [old])
    eventually(lambda: running.status() == 200)


def test_killed_database_session_lets_web_and_worker_go_on(start: Start) -> None:
    running = start()
    _remember(running)
    eventually(lambda: _kill_a_session(running))
    eventually(lambda: _remembers(running) and running.status() == 200 and len(running.pids("worker-process")) == 1)


def test_killed_supervisor_leaves_no_process_and_the_next_start_works(start: Start) -> None:
    running = start()
    _remember(running)
    tree = descendants(running.process.pid)
    running.stop(signal.SIGKILL)
    eventually(lambda: not any(map(alive, tree)))
    assert _remembers(start(POSTROOM_PORT=str(running.port)))


def test_killed_supervisor_and_started_again_at_once(start: Start) -> None:
    running = start()
    _remember(running)
    running.stop(signal.SIGKILL)
    assert _remembers(start(POSTROOM_PORT=str(running.port)))


def test_killed_whole_tree_at_once(start: Start) -> None:
    """As when the machine loses power, as far as processes go: the database replays its log."""
    running = start()
    _remember(running)
    for pid in [running.process.pid, *descendants(running.process.pid)]:
        with suppress(ProcessLookupError):  # some end with their parent
            os.kill(pid, signal.SIGKILL)
    running.stop()
    assert _remembers(start(POSTROOM_PORT=str(running.port)))


def _kill_a_session(running: Running) -> bool:
    """Whether one was killed: the one that was seen may have ended by itself."""
    backend = running.ask(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1"
    )
    with suppress(ProcessLookupError):
        if isinstance(backend, int):
            os.kill(backend, signal.SIGKILL)
            return True
    return False


def _remember(running: Running) -> None:
    running.change("CREATE TABLE kept AS SELECT 42 AS answer")


def _remembers(running: Running) -> bool:
    try:
        return running.ask("SELECT answer FROM kept") == 42
    except psycopg.OperationalError:
        time.sleep(0.1)
        return False
