"""Postroom's settings: the environment, and one optional file. Imports no Django, so every process may read them.

The environment wins over the file. The file is ``POSTROOM_CONFIG``, else ``<data>/postroom.conf``, else
``/etc/postroom.conf``; its lines are ``POSTROOM_NAME=value``, and ``#`` begins a comment.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from postroom.ground.errors import ConfigError
from postroom.ground.places import default_data_folder, socket_folder
from postroom.ground.secret_key import read_or_make_secret_key
from postroom.ground.settings_file import read_settings_file
from postroom.ground.values import log_level, names_and_values, networks, port, processes, public_url, text, yes_or_no
from postroom.words import gettext as _

PREFIX = "POSTROOM_"
SYSTEM_FILE = Path("/etc/postroom.conf")
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (recognised, not bound)

_READERS: dict[str, Callable[[str, str], Any]] = {
    "POSTROOM_CONFIG": text,
    "POSTROOM_DATA": text,
    "POSTROOM_PORT": port,
    "POSTROOM_BIND": text,
    "POSTROOM_DATABASE_URL": text,
    "POSTROOM_PUBLIC_URL": public_url,
    "POSTROOM_SECRET_KEY": text,
    "POSTROOM_WEB_PROCESSES": processes,
    "POSTROOM_WORKERS": processes,
    "POSTROOM_LOG_LEVEL": log_level,
    "POSTROOM_TRUSTED_PROXIES": networks,
    "POSTROOM_DEBUG": yes_or_no,
    "POSTROOM_MICROSOFT_ENDPOINTS": names_and_values,
    "POSTROOM_GOOGLE_ENDPOINTS": names_and_values,
}


@dataclass(frozen=True)
class Config:
    """One reading of the settings.

    Attributes:
        data: folder of everything Postroom keeps outside the database, absolute; the embedded database is in it too.
        file: the file of settings that was read.
        port, bind: where web listens.
        external_database_url: a PostgreSQL of one's own; None means the embedded one.
        public_url: scheme and host people type, without a slash at the end; empty: what the set-up page was told.
        given_secret_key: from ``POSTROOM_SECRET_KEY``; see `secret_key`.
        web_processes, workers: how many of each one machine runs.
        trusted_proxies: addresses or networks whose X-Forwarded-* headers are believed.
        debug: pages with tracebacks, for development only.
        microsoft_endpoints: one more cloud beside Microsoft's own, for rehearsal; `channels.oauth.clouds` has the keys.
        google_endpoints: the same beside Google; `channels.oauth.google_endpoints` has the keys.
    """

    data: Path
    file: Path | None = None
    port: int = 8000
    bind: str = "127.0.0.1"
    external_database_url: str | None = None
    public_url: str = ""
    given_secret_key: str | None = None
    web_processes: int = 1
    workers: int = 1
    log_level: str = "INFO"
    trusted_proxies: tuple[str, ...] = ()
    debug: bool = False
    microsoft_endpoints: Mapping[str, str] = field(default_factory=dict)
    google_endpoints: Mapping[str, str] = field(default_factory=dict)

    @property
    def embedded(self) -> bool:
        """Whether the database is the one in the data folder."""
        return self.external_database_url is None

    @property
    def database_url(self) -> str:
        """The database as libpq takes it (PostgreSQL documentation, 32.1.1.2)."""
        if self.external_database_url is not None:
            return self.external_database_url
        return f"postgresql://postroom@/postroom?host={quote(str(socket_folder(self.data)), safe='')}"

    @cached_property
    def secret_key(self) -> str:
        """``POSTROOM_SECRET_KEY``, else the key in the data folder, which is made on first use.

        Raises:
            ConfigError: it can neither be read nor made.
        """
        return self.given_secret_key or read_or_make_secret_key(self.data)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the web processes."""
        host = self.reachable_host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def reachable_host(self) -> str:
        """A host under which this machine reaches its own web processes."""
        return _EVERYWHERE.get(self.bind, self.bind)


def load(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings.

    Raises:
        ConfigError: a name is unknown, a value means nothing, or the file cannot be read.
    """
    given = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
    file = _settings_file(given)
    in_file = read_settings_file(file) if file else {}
    values = _read({**in_file, **given})
    data = Path(values.get("POSTROOM_DATA") or default_data_folder()).expanduser().absolute()
    return Config(data=data, file=file, **_fields(values))


def _settings_file(given: Mapping[str, str]) -> Path | None:
    if "POSTROOM_CONFIG" in given:
        return Path(given["POSTROOM_CONFIG"])
    data = Path(given.get("POSTROOM_DATA") or default_data_folder())
    return next((path for path in (data / "postroom.conf", SYSTEM_FILE) if path.exists()), None)


def _read(values: Mapping[str, str]) -> dict[str, Any]:
    for name in values:
        if name not in _READERS:
            raise ConfigError(
                _("Unknown setting {name}. Postroom knows: {known}.").format(name=name, known=", ".join(_READERS))
            )
    return {name: _READERS[name](name, value) for name, value in values.items()}


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    renamed = {"secret_key": "given_secret_key", "database_url": "external_database_url"}
    own = {"data", "config"}
    short = {name.removeprefix(PREFIX).lower(): value for name, value in values.items()}
    return {renamed.get(name, name): value for name, value in short.items() if name not in own}
