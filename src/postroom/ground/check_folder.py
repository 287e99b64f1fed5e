"""The data folder, the files with secrets, and the room on the disk."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from postroom.config import Config
from postroom.ground.errors import ConfigError
from postroom.ground.finding import Finding, note, right, wrong
from postroom.ground.places import postgres_folder, socket_folder
from postroom.ground.secret_key import FILE_NAME
from postroom.words import gettext as _

_SHORTEST_KEY = 32
_LEAST_FREE = 1024**3
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_folder(config: Config) -> Iterator[Finding]:
    """Whether the folder can be written, and who else can look into it."""
    if not config.data.is_dir():
        yield wrong(_("The data folder {folder} does not exist. “postroom run” makes it.").format(folder=config.data))
        return
    if os.access(config.data, os.W_OK | os.X_OK):
        yield right(_("The data folder is {folder}.").format(folder=config.data))
    else:
        yield wrong(_("The data folder {folder} cannot be written by this user.").format(folder=config.data))
    if config.embedded:
        yield from _open_to_others(postgres_folder(config.data), socket_folder(config.data))
    yield from _open_to_others(config.data / FILE_NAME, *([config.file] if config.file else []))


def _open_to_others(*paths: Path) -> Iterator[Finding]:
    for path in paths:
        try:
            mode = path.stat().st_mode
        except OSError:
            continue
        if mode & _OTHERS:
            fitting = "700" if stat.S_ISDIR(mode) else "600"
            yield wrong(
                _("{path} can be read by other users of this machine. Run: chmod {mode} {path}").format(
                    path=path, mode=fitting
                )
            )


def check_disk(config: Config) -> Iterator[Finding]:
    """Whether there is room for mail: PostgreSQL stops when the disk is full."""
    if not config.data.is_dir():
        return
    free = shutil.disk_usage(config.data).free
    sentence = _("{gigabytes:.1f} GB are free where {folder} lies.").format(
        gigabytes=free / 1024**3, folder=config.data
    )
    if free < _LEAST_FREE:
        yield wrong(sentence + " " + _("Make room: with a full disk no mail can be stored."))
    else:
        yield right(sentence)


def check_secret_key(config: Config) -> Iterator[Finding]:
    """Whether there is a key nobody guesses, and the same one on all machines."""
    try:
        key = config.secret_key
    except ConfigError as error:
        yield wrong(str(error))
        return
    if len(key) < _SHORTEST_KEY:
        yield wrong(
            _("The secret key is shorter than {count} characters. Take a longer random one.").format(
                count=_SHORTEST_KEY
            )
        )
    elif config.given_secret_key or config.embedded:
        yield right(_("There is a secret key."))
    else:
        yield note(
            _(
                "The secret key is {path}. Every machine that uses this database needs the same one: copy the file, "
                "or set POSTROOM_SECRET_KEY."
            ).format(path=config.data / FILE_NAME)
        )
