from __future__ import annotations

from collections.abc import Iterator

import pytest

from postroom.practice import PracticeTenant, start_practice_tenant
from tests.practice.browser import CALLBACK, Browser


@pytest.fixture
def tenant() -> Iterator[PracticeTenant]:
    with start_practice_tenant() as running:
        running.control.register_redirect_uri(CALLBACK)
        yield running


@pytest.fixture
def browser(tenant: PracticeTenant) -> Iterator[Browser]:
    with Browser(tenant) as one:
        yield one
