"""The key that signs sessions and encrypts credentials: one file in the data folder, made once.

With an external database several machines share the credentials in it, so all of them need the same key:
``POSTROOM_SECRET_KEY``, or a copy of the file.
"""

import os
import secrets
import tempfile
from pathlib import Path

from postroom.ground.errors import ConfigError
from postroom.words import gettext as _

FILE_NAME = "secret.key"
_BYTES = 48


def read_or_make_secret_key(data: Path) -> str:
    """The key in the data folder; made, readable by its owner only, where there is none.

    Raises:
        ConfigError: the folder or file cannot be read or written, or the file is empty.
    """
    path = data / FILE_NAME
    try:
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(_("The secret key {path} cannot be read: {error}.").format(path=path, error=error)) from error
    if not key:
        raise ConfigError(_("The secret key {path} is empty. Put it back from a backup.").format(path=path))
    return key


def _make(path: Path) -> None:
    """Write beside and link into place, so that of two processes starting together both use the same key."""
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        _link(beside, path)
    finally:
        os.unlink(beside)


def _link(beside: str, path: Path) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        return
