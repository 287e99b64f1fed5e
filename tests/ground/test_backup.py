"""A backup put back somewhere else, and everything that must not happen on the way."""

import json
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.running import Running, postroom

Start = Callable[..., Running]
pytestmark = pytest.mark.slow


@pytest.fixture
def kept(start: Start) -> Running:
    """A running Postroom with something in it."""
    running = start()
    running.change("CREATE TABLE kept AS SELECT n, repeat('Grüße ', n) AS text FROM generate_series(1, 2000) AS n")
    return running


def test_backup_of_a_running_installation_restored_elsewhere(kept: Running, tmp_path: Path) -> None:
    archive = _backup(kept, tmp_path)
    kept.stop()
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    other = tmp_path / "other"
    restored = postroom("restore", str(archive), POSTROOM_DATA=str(other))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert (other / "secret.key").read_text() == (kept.data / "secret.key").read_text()
    assert stat.S_IMODE((other / "secret.key").stat().st_mode) == 0o600
    running = Running(other)
    try:
        assert running.ask("SELECT sum(length(text)) FROM kept") == 12 * 1000 * 1000 + 6 * 1000
        assert running.line.rpartition("/set-up/")[2] == kept.line.rpartition("/set-up/")[2]
    finally:
        running.stop()


def test_backup_of_a_stopped_installation(kept: Running, tmp_path: Path) -> None:
    kept.stop()
    archive = _backup(kept, tmp_path)
    with tarfile.open(archive) as members:
        assert members.getnames() == ["manifest.json", "database.dump", "secret.key"]


def test_backup_never_overwrites(kept: Running, tmp_path: Path) -> None:
    archive = _backup(kept, tmp_path)
    before = archive.read_bytes()
    again = postroom("backup", str(archive), **kept.settings)
    assert (again.returncode, again.stderr) == (1, f"{archive} exists already.\n")
    assert archive.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_backup_with_nothing_to_save(tmp_path: Path) -> None:
    nothing = postroom("backup", str(tmp_path / "a.tar"), POSTROOM_DATA=str(tmp_path / "data"))
    assert nothing.returncode == 1
    assert nothing.stderr == "There is nothing to save: Postroom was never started on this database.\n"


def test_restore_while_running_is_refused(kept: Running, tmp_path: Path) -> None:
    archive = _backup(kept, tmp_path)
    refused = postroom("restore", "--force", str(archive), **kept.settings)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Postroom is already running in {kept.data} ")
    assert kept.ask("SELECT count(*) FROM kept") == 2000


def test_restore_over_data_needs_force(kept: Running, tmp_path: Path, start: Start) -> None:
    archive = _backup(kept, tmp_path)
    kept.change("UPDATE kept SET text = 'newer'; CREATE TABLE newer AS SELECT 1 AS n")
    kept.stop()
    refused = postroom("restore", str(archive), **kept.settings)
    assert refused.returncode == 1
    assert refused.stderr == (
        "There is a Postroom with data already. “postroom restore --force” replaces it; make a backup first.\n"
    )
    assert postroom("restore", "--force", str(archive), **kept.settings).returncode == 0
    running = start(POSTROOM_PORT=str(kept.port))
    assert running.ask("SELECT count(*) FROM kept WHERE text = 'newer'") == 0
    assert running.ask("SELECT to_regclass('newer') IS NULL") is True


@pytest.mark.parametrize("where", [0.3, 0.6, 0.9])
def test_restore_of_a_damaged_archive_changes_nothing(kept: Running, tmp_path: Path, where: float) -> None:
    archive = _backup(kept, tmp_path)
    content = bytearray(archive.read_bytes())
    content[int(len(content) * where)] ^= 0xFF
    archive.write_bytes(content)
    kept.stop()
    refused = postroom("restore", "--force", str(archive), **kept.settings)
    assert refused.returncode == 1
    assert refused.stderr.startswith(str(archive))
    assert postroom("backup", str(tmp_path / "after.tar"), **kept.settings).returncode == 0


def test_restore_of_a_newer_version_is_refused(kept: Running, tmp_path: Path) -> None:
    archive = _backup(kept, tmp_path)
    opened = tmp_path / "opened"
    opened.mkdir()
    with tarfile.open(archive) as members:
        for name in members.getnames():
            file = members.extractfile(name)
            assert file
            (opened / name).write_bytes(file.read())
    manifest = opened / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "postroom": "99.0"}))
    newer = tmp_path / "newer.tar"
    with tarfile.open(newer, "x") as members:
        for name in ("manifest.json", "database.dump", "secret.key"):
            members.add(opened / name, name)
    refused = postroom("restore", str(newer), POSTROOM_DATA=str(tmp_path / "other"))
    assert refused.returncode == 1
    assert refused.stderr == "The archive is of Postroom 99.0, this is 0.1.0. Update Postroom first.\n"


def _backup(running: Running, folder: Path) -> Path:
    made = postroom("backup", str(folder / "backup.tar"), **running.settings)
    assert (made.returncode, made.stderr, made.stdout) == (0, "", f"{folder / 'backup.tar'}\n")
    return folder / "backup.tar"
