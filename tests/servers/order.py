"""The order of the files: those that take longest begin first, so that the end finds every process at work."""

from pathlib import Path

import pytest

MARKS = ("slow", "browser", "dovecot")
"""What takes long, the longest first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort whole files; the tests of a file stay as they are."""
    ranks: dict[Path, int] = {}
    for item in items:
        ranks[item.path] = min(ranks.get(item.path, len(MARKS)), _rank(item))
    files = {path: number for number, path in enumerate(ranks)}
    items.sort(key=lambda item: (ranks[item.path], files[item.path]))


def _rank(item: pytest.Item) -> int:
    return next((rank for rank, mark in enumerate(MARKS) if item.get_closest_marker(mark)), len(MARKS))
