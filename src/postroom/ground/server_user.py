"""Who the embedded server runs as. PostgreSQL refuses root, so root starts it as a user of its own.

That user owns the server's folder and nothing else. The programs and the data folder may lie where it cannot go
(/root/...). Instead of opening those folders to everybody, the server then gets one capability that lets it pass
(capabilities(7)), the weakest that works.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from postroom.ground.errors import DatabaseError
from postroom.words import gettext as _

USER = "postroom"
_DEADLINE = 20
_CAPABILITIES = ((), ("dac_read_search",), ("dac_override",))
"""Nothing; reading and passing (CAP_DAC_READ_SEARCH, not given in every container); everything with files."""


@dataclass(frozen=True)
class ServerUser:
    """A user the server can run as, and the words put before a command to run it so."""

    uid: int
    gid: int
    prefix: tuple[str, ...]


def server_user(folder: Path, needed: Path) -> ServerUser:
    """The user for a server folder: its owner, or the one who calls, or for root the system user ``postroom``.

    Args:
        folder: the server's folder; made, mode 0700, where it is missing.
        needed: a program the user must be able to start.

    Raises:
        DatabaseError: the folder is another's, or no user can be made that reaches both.
    """
    if os.geteuid() != 0:
        return _myself(folder)
    owner = _owner(folder)
    for capabilities in _CAPABILITIES:
        user = ServerUser(owner.pw_uid, owner.pw_gid, _setpriv(owner.pw_uid, owner.pw_gid, capabilities))
        if _reaches(user, folder, needed):
            return user
    raise DatabaseError(
        _(
            "The database cannot run as user “{user}”: it may not enter {folder} or start {program}. "
            "Start Postroom as an ordinary user, or move it to a folder that others may enter."
        ).format(user=owner.pw_name, folder=folder, program=needed)
    )


def _myself(folder: Path) -> ServerUser:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = folder.stat().st_uid
    except OSError as error:
        raise DatabaseError(
            _("The database folder {folder} cannot be made: {error}.").format(folder=folder, error=error)
        ) from error
    if owner != os.geteuid():
        raise DatabaseError(
            _("The database folder {folder} belongs to user {owner}. Start Postroom as that user or as root.").format(
                folder=folder, owner=_name(owner)
            )
        )
    return ServerUser(os.geteuid(), os.getegid(), ())


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _owner(folder: Path) -> pwd.struct_passwd:
    if folder.exists() and folder.stat().st_uid != 0:
        return _known(folder.stat().st_uid, folder)
    owner = _system_user()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return owner


def _known(uid: int, folder: Path) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise DatabaseError(
            _(
                "The database folder {folder} belongs to user number {uid}, who does not exist on this machine. "
                "Make that user, or give the folder to “{user}” with chown -R."
            ).format(folder=folder, uid=uid, user=USER)
        ) from error


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        _make_system_user()
    return pwd.getpwnam(USER)


def _make_system_user() -> None:
    # Two first starts in different folders may both get here: the loser's useradd fails, and the user is there.
    made = subprocess.run(
        [
            shutil.which("useradd") or "/usr/sbin/useradd",
            *("--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"),
            *("--shell", "/usr/sbin/nologin", "--comment", "Postroom's database", USER),
        ],
        capture_output=True,
        text=True,
        timeout=_DEADLINE,
        check=False,
    )
    if made.returncode and USER not in {user.pw_name for user in pwd.getpwall()}:
        raise DatabaseError(
            _("PostgreSQL does not run as root, and the user “{user}” for it cannot be made: {words}").format(
                user=USER, words=made.stderr.strip()
            )
        )


def _setpriv(uid: int, gid: int, capabilities: tuple[str, ...]) -> tuple[str, ...]:
    given = ",".join(["-all", *(f"+{name}" for name in capabilities)])
    # initdb and postgres look for their own files with access(2), which leaves capabilities out of account unless the
    # process keeps them when users change.
    kept = ("--securebits=+no_setuid_fixup",) if capabilities else ()
    return (
        *("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *kept),
        *(f"--inh-caps={given}", f"--ambient-caps={given}", f"--bounding-set={given}"),
    )


def _reaches(user: ServerUser, folder: Path, needed: Path) -> bool:
    """Really go there; a PostgreSQL program that cannot see itself complains, and yet prints its version."""
    tried = subprocess.run(
        [*user.prefix, "sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(folder), str(needed)],
        capture_output=True,
        timeout=_DEADLINE,
        check=False,
    )
    return tried.returncode == 0 and not tried.stderr
