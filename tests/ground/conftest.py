"""Process trees that a failing test leaves nothing of."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.running import Running


@pytest.fixture(scope="session")
def started_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as its first start leaves it: the cluster is made and the tables stand."""
    data = tmp_path_factory.mktemp("started-once") / "data"
    Running(data).stop()
    return data


@pytest.fixture
def start(first_start: Callable[..., Running], started_once: Path, tmp_path: Path) -> Callable[..., Running]:
    """Start ``postroom run`` in the test's data folder, which was started before; the first start takes longest."""

    def _start(**settings: str) -> Running:
        if not (tmp_path / "data").exists():
            # PostgreSQL's files belong to a user of their own where root starts it.
            subprocess.run(["cp", "--archive", started_once, tmp_path / "data"], check=True)
        return first_start(**settings)

    return _start


@pytest.fixture
def first_start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start ``postroom run`` in the test's data folder."""
    started: list[Running] = []

    def _start(**settings: str) -> Running:
        started.append(Running(tmp_path / "data", **settings))
        return started[-1]

    yield _start
    for running in reversed(started):
        running.stop()
