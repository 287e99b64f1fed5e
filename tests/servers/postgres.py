"""One real PostgreSQL a test session, the embedded one, in a folder of its own; started when the first test needs it.

Imported before Django reads its settings: it hides the settings of whoever runs the tests and sets its own.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

from postroom.ground.embedded import Embedded, embedded
from postroom.ground.serving import running_server

_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "100"}

DATA = Path(tempfile.mkdtemp(prefix="postroom-tests-"))
for name in [name for name in os.environ if name.startswith("POSTROOM_")]:
    del os.environ[name]
os.environ["POSTROOM_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "postroom.settings"
django.setup()
# The processes of pytest-xdist inherit the environment, and with this name in it pytest-django would load the settings
# there before this module has given them a folder of their own.
del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Embedded]:
    """The running server; `postroom.config` already leads to it."""
    server = embedded(DATA, _FORGETFUL)
    with running_server(server):
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, postgres: Embedded) -> None:
    """Have the server running before pytest-django makes its database."""


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Nobody drops the database, on which a page's thread may still have a connection: its whole server goes."""
    return True


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA, ignore_errors=True)
