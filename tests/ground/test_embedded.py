"""The embedded server: who reaches it, and what it makes of what it finds."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from postroom import config
from postroom.ground.embedded import embedded
from postroom.ground.errors import DatabaseError
from postroom.ground.places import socket_folder
from postroom.ground.postgres_programs import program
from postroom.ground.server_user import server_user
from postroom.ground.serving import running_server

ROOT = os.geteuid() == 0
root_only = pytest.mark.skipif(not ROOT, reason="only root can become somebody else")


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder with a short path, which others may enter."""
    folder = Path(tempfile.mkdtemp(prefix="postroom-ground-"))
    folder.chmod(0o755)
    yield folder / "data"
    shutil.rmtree(folder)


def _answers(data: Path) -> bool:
    with psycopg.connect(config.load({"POSTROOM_DATA": str(data)}).database_url, connect_timeout=5) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def _as_nobody(data: Path) -> str:
    """What the kernel says to another user of the machine who looks for the socket."""
    nobody = pwd.getpwnam("nobody")
    become = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    asked = subprocess.run(
        [*become, "stat", str(socket_folder(data) / ".s.PGSQL.5432")],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )
    return asked.stderr.rpartition(": ")[2].strip()


@root_only
def test_socket_is_closed_to_other_users(data: Path) -> None:
    with running_server(embedded(data)):
        assert _answers(data)
        assert _as_nobody(data) == "Permission denied"


@root_only
def test_socket_elsewhere_is_closed_to_other_users(data: Path) -> None:
    long = data / ("x" * 100)
    with running_server(embedded(long)):
        assert _answers(long)
        assert socket_folder(long).parent == Path("/tmp")
        assert _as_nobody(long) == "Permission denied"
    shutil.rmtree(socket_folder(long))


@root_only
def test_root_opens_no_folder_on_the_way(data: Path) -> None:
    closed = data.parent / "closed"
    closed.mkdir(mode=0o700)
    with running_server(embedded(closed / "data")) as _:
        assert _answers(closed / "data")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert (closed / "data" / "postgres").stat().st_uid == pwd.getpwnam("postroom").pw_uid


@root_only
def test_programs_where_only_root_may_go_can_be_used(data: Path) -> None:
    """As in a checkout below /root."""
    closed = data.parent / "closed"
    closed.mkdir(mode=0o700)
    wheel = program("initdb").parents[2]
    for folder in (wheel / "pginstall18", wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(folder, closed / folder.relative_to(wheel.parent), symlinks=True)
    initdb = closed / wheel.name / "pginstall18" / "bin" / "initdb"
    user = server_user(data / "postgres", initdb)
    made = subprocess.run(
        [*user.prefix, initdb, "-D", data / "postgres" / "cluster", "-N"], capture_output=True, check=False, cwd="/"
    )
    assert (made.returncode, b"Success" in made.stdout) == (0, True)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@root_only
def test_planted_socket_folder_is_refused(data: Path) -> None:
    long = data / ("y" * 100)
    server = embedded(long)
    planted = socket_folder(long)
    os.chown(planted, pwd.getpwnam("nobody").pw_uid, -1)
    with pytest.raises(DatabaseError) as caught:
        embedded(long)
    assert str(caught.value) == (
        f"{planted} must be a folder of user number {server.user.uid}. Remove it and start again."
    )
    shutil.rmtree(planted)


def test_no_port_is_opened_and_only_peers_are_let_in(data: Path) -> None:
    server = embedded(data)
    rules = (server.cluster / "pg_hba.conf").read_text()
    assert rules == "local all all peer map=postroom\n"
    assert "listen_addresses=" in server.command()


def test_interrupted_making_begins_anew(data: Path) -> None:
    half = data / "postgres" / "cluster.new"
    server = embedded(data)
    shutil.move(server.cluster, half)
    (half / "PG_VERSION").unlink()
    with running_server(embedded(data)):
        assert _answers(data)
    assert not half.exists()


def test_number_of_a_stranger_in_the_way(data: Path) -> None:
    """After a restart of a container the number in postmaster.pid may be any process's, here this one's parent's."""
    server = embedded(data)
    with running_server(server):
        left = (server.cluster / "postmaster.pid").read_text().splitlines()
    (server.cluster / "postmaster.pid").write_text("\n".join([str(os.getppid()), *left[1:]]) + "\n")
    with running_server(embedded(data)):
        assert _answers(data)


def test_lost_permissions_are_put_right(data: Path) -> None:
    embedded(data)
    (data / "postgres").chmod(0o755)
    embedded(data)
    assert stat.S_IMODE((data / "postgres").stat().st_mode) == 0o700
