"""A PostgreSQL of one's own, used by web and workers that are started apart."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postroom import config
from postroom.ground.embedded import embedded
from postroom.ground.serving import running_server
from tests.servers.running import Running, eventually, postroom

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of every machine that shares a database."""
    server = tmp_path / "server"
    with running_server(embedded(server)):
        url = config.load({"POSTROOM_DATA": str(server)}).database_url
        yield {"POSTROOM_DATABASE_URL": url, "POSTROOM_SECRET_KEY": "k" * 64}


def test_web_and_worker_started_apart(tmp_path: Path, settings: dict[str, str]) -> None:
    started = [Running(tmp_path / "one", "worker", **settings), Running(tmp_path / "two", "web", **settings)]
    try:
        worker, web = started
        assert worker.line == "The workers are running.\n"
        assert web.line.startswith("Postroom is running. Set it up here: ")
        assert web.status() == 200
        eventually(lambda: len(worker.pids("worker-process")) == 1)
        assert (len(worker.pids("worker-process")), worker.pids("web-process")) == (1, [])
        assert (len(web.pids("web-process")), web.pids("postgres -D")) == (1, [])
        eventually(lambda: worker.ask("SELECT count(*) > 0 FROM procrastinate_workers") is True)
    finally:
        assert [running.stop() for running in started] == [0, 0]


def test_two_machines_that_start_together_migrate_once(tmp_path: Path, settings: dict[str, str]) -> None:
    many = {**settings, "POSTROOM_WEB_PROCESSES": "2", "POSTROOM_WORKERS": "2"}
    with ThreadPoolExecutor() as pool:
        started = list(pool.map(lambda name: Running(tmp_path / name, **many), ("one", "two")))
    try:
        assert [len(running.pids("web-process")) for running in started] == [2, 2]
        eventually(lambda: [len(running.pids("worker-process")) for running in started] == [2, 2])
        eventually(lambda: [running.status() for running in started] == [200, 200])
        assert started[0].line.rpartition("/set-up/")[2] == started[1].line.rpartition("/set-up/")[2]
    finally:
        assert [running.stop() for running in started] == [0, 0]


def test_worker_without_a_running_database_says_so(tmp_path: Path) -> None:
    done = postroom("worker", POSTROOM_DATA=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == (
        f"The database of {tmp_path} is not running. Start it with “postroom run”, "
        "or set POSTROOM_DATABASE_URL to a server of your own.\n"
        "Postroom does not start, because its database is not ready. The lines above say why.\n"
    )
