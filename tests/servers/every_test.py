"""What holds before and after every test."""

from collections.abc import Iterator

import pytest
from django.db import connection

from postroom import configuration
from tests.servers.requests import wait_for_requests


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Settings are remembered for two seconds, longer than many a test lasts."""
    configuration.forget()


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest, _django_db_helper: None) -> Iterator[None]:
    """The tables are emptied after a test that committed.

    A page's last request must not meet that, they would wait for each other; and Django empties only tables of its own
    models: the jobs that tests leave would keep the next one's worker from its own.
    """
    yield
    marker = request.node.get_closest_marker("django_db")
    committed = marker is not None and marker.kwargs.get("transaction")
    if committed or {"live_server", "transactional_db"} & set(request.fixturenames):
        wait_for_requests()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
