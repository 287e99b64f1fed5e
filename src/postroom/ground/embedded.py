"""The embedded PostgreSQL: made once in the data folder, reachable only through a socket in a folder of mode 0700.

``<data>/postgres`` belongs to the server's user. In it: ``cluster`` (the database), ``socket``, ``server.log``.
"""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from postroom.ground.errors import DatabaseError
from postroom.ground.places import choose_socket_folder, postgres_folder, socket_folder
from postroom.ground.postgres_programs import FIXED, TUNING, program
from postroom.ground.server_user import ServerUser, server_user
from postroom.words import gettext as _

NAME = "postroom"
"""The database, and the role that owns it."""
_INITDB_DEADLINE = 120


@dataclass(frozen=True)
class Embedded:
    """The server of one data folder.

    Attributes:
        options: further server settings, by name.
    """

    data: Path
    user: ServerUser
    options: dict[str, str] = field(default_factory=dict)

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return postgres_folder(self.data) / "cluster"

    @property
    def log(self) -> Path:
        """What the server writes, of the present and the previous run."""
        return postgres_folder(self.data) / "server.log"

    def command(self) -> list[str]:
        """What starts the server in the foreground; it stops fast when the process that started it dies."""
        settings = {**FIXED, "unix_socket_directories": str(socket_folder(self.data)), **self.options}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [*_dying_with_parent(self.user), str(program("postgres")), "-D", str(self.cluster), *words]


def embedded(data: Path, options: dict[str, str] | None = None) -> Embedded:
    """The server of a data folder, its files and folders made where they are missing.

    Raises:
        DatabaseError: they cannot be made, or are not safe to use.
    """
    folder = postgres_folder(data)
    server = Embedded(data, server_user(folder, program("postgres")), options or {})
    _guard(folder, server.user)
    _guard(_made_socket_folder(data, server.user), server.user)
    if not server.cluster.exists():
        _make_cluster(server)
    return server


def _dying_with_parent(user: ServerUser) -> list[str]:
    if user.prefix:
        return [user.prefix[0], "--pdeathsig=INT", *user.prefix[1:]]
    return ["setpriv", "--pdeathsig=INT"]


def _made_socket_folder(data: Path, user: ServerUser) -> Path:
    folder = choose_socket_folder(data)
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, user.uid, user.gid)
    except FileExistsError:
        return folder  # ours, from an earlier run, or somebody's who guessed the name: `_guard` tells them apart
    return folder


def _guard(folder: Path, user: ServerUser) -> None:
    """Only the server's user and root may pass: the socket lies behind this door."""
    state = folder.lstat()
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != user.uid:
        raise DatabaseError(
            _("{folder} must be a folder of user number {uid}. Remove it and start again.").format(
                folder=folder, uid=user.uid
            )
        )
    if stat.S_IMODE(state.st_mode) != stat.S_IRWXU:
        folder.chmod(stat.S_IRWXU)


def _make_cluster(server: Embedded) -> None:
    """Made beside and renamed: a start that was interrupted begins anew."""
    beside = server.cluster.with_name("cluster.new")
    shutil.rmtree(beside, ignore_errors=True)
    _run(server, [str(program("initdb")), "-D", str(beside), *_initdb_options()])
    _write_access_rules(beside, server.user)
    create = f"CREATE DATABASE {NAME} OWNER {NAME};\n"
    _run(server, [str(program("postgres")), "--single", "-D", str(beside), "template1"], create)
    beside.rename(server.cluster)


def _initdb_options() -> list[str]:
    tuning = [word for name, value in TUNING.items() for word in ("--set", f"{name}={value}")]
    return [
        *("--username", NAME, "--encoding", "UTF8", "--locale", "C", "--data-checksums", "--no-instructions"),
        # The order of the builtin provider never changes under the indexes, as the C library's does with an update.
        *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--auth", "peer"),
        *tuning,
    ]


def _write_access_rules(cluster: Path, user: ServerUser) -> None:
    (cluster / "pg_hba.conf").write_text("local all all peer map=postroom\n", encoding="ascii")
    names = {"root", pwd.getpwuid(user.uid).pw_name}
    (cluster / "pg_ident.conf").write_text("".join(f"postroom {name} {NAME}\n" for name in sorted(names)))


def _run(server: Embedded, command: list[str], words: str = "") -> None:
    done = subprocess.run(
        [*server.user.prefix, *command],
        input=words,
        capture_output=True,
        text=True,
        timeout=_INITDB_DEADLINE,
        check=False,
        cwd="/",
    )
    if done.returncode:
        raise DatabaseError(
            _("The database cannot be made in {folder}: {words}").format(
                folder=server.cluster, words=(done.stderr or done.stdout).strip()
            )
        )
