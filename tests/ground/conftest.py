"""Process trees that a failing test leaves nothing of."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.running import Running


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start ``postroom run``, or other words, in the test's data folder."""
    started: list[Running] = []

    def _start(*words: str, **settings: str) -> Running:
        started.append(Running(tmp_path / "data", *words, **settings))
        return started[-1]

    yield _start
    for running in reversed(started):
        running.stop()
