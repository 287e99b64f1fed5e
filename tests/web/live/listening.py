"""Somebody who listens to the live connection without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from django.test import Client

from postroom.models import User

_DEADLINE = 20.0


class Ear:
    """What comes over one live connection, event by event."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def next(self) -> tuple[str, Any]:
        """Return name and data of the next event, beats left out."""
        name, data = "message", ""
        for line in self._lines:
            field, _colon, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                data = value
            elif not line and data:
                if name != "beat":
                    return name, json.loads(data) if name == "message" else None
                name, data = "message", ""
        return "end", None


def cookies_of(user: User) -> dict[str, str]:
    """Return the cookies of a browser in which `user` has just signed in."""
    client = Client()
    client.force_login(user)
    return {"sessionid": client.cookies["sessionid"].value}


@contextmanager
def listening(url: str, cookies: dict[str, str]) -> Iterator[Ear]:
    """Open a live connection; its first event says that it listens."""
    with (
        httpx.Client(base_url=url, cookies=cookies, timeout=_DEADLINE) as client,
        client.stream("GET", "/live/") as answer,
    ):
        assert answer.headers["content-type"] == "text/event-stream"
        yield Ear(answer.iter_lines())
