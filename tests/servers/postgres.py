"""One real PostgreSQL a test session, the embedded one, in a folder of its own; started when the first test needs it.

Imported before Django reads its settings: it hides the settings of whoever runs the tests and sets its own.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

from postroom.ground.embedded import Embedded, embedded
from postroom.ground.postmaster import read_postmaster, wait_until

_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}
_DEADLINE = 60

DATA = Path(tempfile.mkdtemp(prefix="postroom-tests-"))
for name in [name for name in os.environ if name.startswith("POSTROOM_")]:
    del os.environ[name]
os.environ["POSTROOM_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "postroom.settings"
django.setup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Embedded]:
    """The running server; `postroom.config` already leads to it."""
    server = embedded(DATA, _FORGETFUL)
    with server.log.open("ab") as log:
        process = subprocess.Popen(server.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        if not wait_until(lambda: _ready(server), _DEADLINE):
            pytest.fail(f"PostgreSQL did not start:\n{server.log.read_text()}")
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_DEADLINE)


def _ready(server: Embedded) -> bool:
    postmaster = read_postmaster(server.cluster)
    return postmaster is not None and postmaster.ready


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, postgres: Embedded) -> None:
    """Have the server running before pytest-django makes its database."""


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA, ignore_errors=True)
