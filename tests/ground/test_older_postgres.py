"""PostgreSQL 15, which Debian 12 ships, as the database: everything runs, and backups go in and out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.servers.older_postgres import MISSING, PROGRAMS, make_database, older_postgres
from tests.servers.running import Running, eventually, postroom

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not PROGRAMS.exists(), reason=MISSING)]
KEPT = "CREATE TABLE kept AS SELECT n, repeat('Grüße ', n) AS text FROM generate_series(1, 100) AS n"
SECRET = {"POSTROOM_SECRET_KEY": "k" * 64}


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL 15."""
    with older_postgres() as folder:
        yield folder


def test_web_and_worker_run_and_backup_is_restored_on_the_same_version(server: Path, tmp_path: Path) -> None:
    running = Running(tmp_path / "one", POSTROOM_DATABASE_URL=make_database(server, "one"), **SECRET)
    try:
        assert (running.status(), int(str(running.ask("SHOW server_version_num"))) // 10_000) == (200, 15)
        eventually(lambda: running.ask("SELECT count(*) > 0 FROM procrastinate_workers") is True)
        running.change(KEPT)
        archive = _backup(tmp_path, running.settings)
    finally:
        assert running.stop() == 0
    assert _restored(tmp_path, archive, make_database(server, "two")) == _WHOLE


def test_backup_of_the_embedded_version_is_restored_on_the_older_one(server: Path, tmp_path: Path) -> None:
    newer = Running(tmp_path / "newer")
    try:
        assert int(str(newer.ask("SHOW server_version_num"))) // 10_000 > 15
        newer.change(KEPT)
        archive = _backup(tmp_path, newer.settings)
    finally:
        newer.stop()
    assert _restored(tmp_path, archive, make_database(server, "older")) == _WHOLE


_WHOLE = (100 * 101 // 2 * len("Grüße "), True)


def _backup(folder: Path, settings: dict[str, str]) -> Path:
    archive = folder / "backup.tar"
    made = postroom("backup", str(archive), **settings)
    assert (made.returncode, made.stderr) == (0, "")
    return archive


def _restored(folder: Path, archive: Path, url: str) -> tuple[int, bool]:
    """Restore into an empty database; return the characters that are there, and whether the schema is whole."""
    done = postroom("restore", str(archive), POSTROOM_DATA=str(folder / "restored"), POSTROOM_DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (0, "")
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT (SELECT sum(length(text)) FROM kept), (SELECT count(*) > 0 FROM django_migrations)"
        ).fetchone()
    assert row is not None
    return row[0], row[1]
