"""``postroom run`` from its first line to its last process."""

import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.running import Running, alive, descendants, postroom

Start = Callable[..., Running]


def test_run_first_start_prints_one_line_with_the_set_up_link(first_start: Start) -> None:
    running = first_start()
    pattern = rf"Postroom is running\. Set it up here: http://127\.0\.0\.1:{running.port}/set-up/[0-9a-f]{{40}}/\n"
    assert re.fullmatch(pattern, running.line)
    assert running.ask("SELECT count(*) > 0 FROM django_migrations") is True
    assert running.status("/no-such-page/") == 404


def test_run_second_start_keeps_the_link(start: Start) -> None:
    first = start()
    first.stop()
    again = start(POSTROOM_PORT=str(first.port))
    assert again.line == first.line


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_stopped_leaves_no_process(start: Start, number: signal.Signals) -> None:
    running = start()
    tree = descendants(running.process.pid)
    assert len(tree) >= 3
    assert running.stop(number) == 0
    assert [pid for pid in tree if alive(pid)] == []
    assert not (running.data / "postgres" / "cluster" / "postmaster.pid").exists()
    assert "database system is shut down" in (running.data / "postgres" / "server.log").read_text()


def test_run_twice_in_one_folder_says_so_and_harms_nothing(start: Start) -> None:
    running = start()
    second = postroom("run", **{**running.settings, "POSTROOM_PORT": "1"})
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr == (
        f"Postroom is already running in {running.data} "
        f"(process {running.process.pid}, address http://127.0.0.1:{running.port}).\n"
    )
    assert running.ask("SELECT 1") == 1


def test_run_port_taken_says_so_before_anything_starts(start: Start, tmp_path: Path) -> None:
    running = start()
    other = tmp_path / "other"
    second = postroom("run", POSTROOM_DATA=str(other), POSTROOM_PORT=str(running.port))
    assert second.returncode == 1
    assert second.stderr == (
        f"Cannot listen on http://127.0.0.1:{running.port}: Address already in use. "
        "Set POSTROOM_PORT or POSTROOM_BIND.\n"
    )
    assert sorted(path.name for path in other.iterdir()) == ["lock"]
