"""The servers that tests run against."""

from collections.abc import Iterator

import pytest

from tests.servers.requests import wait_for_requests

pytest_plugins = ["tests.servers.postgres", "tests.servers.dovecot", "tests.servers.smtp"]


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """The tables are emptied afterwards; a page's last request must not meet that, they would wait for each other."""
    yield
    wait_for_requests()
