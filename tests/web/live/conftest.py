"""A real web process, and people in browsers of their own who meet on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.live.server import WebServer


@pytest.fixture(scope="module")
def served(django_db_setup: None) -> Iterator[WebServer]:
    """One web process for the tests of a file."""
    server = WebServer()
    yield server
    server.close()
