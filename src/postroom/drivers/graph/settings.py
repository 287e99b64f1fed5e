"""Where a mailbox is found by Graph, and who may open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

FINAL_ANSWER_SECONDS = 120.0
"""Graph's own gateway gives up on what stands behind it before that: after less nobody would know what was done."""

TokenSource = Callable[[bool], str]
"""Gives an access token for Graph; True asks for a fresh one, because the last was refused. Raises DriverError."""


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """The mailbox (an address or user id) and how to reach it.

    `base_url` holds the version; the national clouds have addresses of their own, see "National cloud deployments"
    (learn.microsoft.com/graph/deployments). `folder` is a path such as `Anfragen/Tech-Support`, empty for the inbox.
    `timeout` is seconds for each single step. `own` says that the mailbox is that of the token's user: then the path is
    `/me`, as personal accounts know no other. `alone` says that it is an app's, which acts in its own name.
    `final_seconds` is how long the answer to what must not be asked twice is waited for.
    """

    mailbox: str
    folder: str = ""
    base_url: str = "https://graph.microsoft.com/v1.0"
    timeout: float = 30.0
    verify_certificate: bool = True
    own: bool = False
    alone: bool = False
    final_seconds: float = FINAL_ANSWER_SECONDS

    @property
    def user_path(self) -> str:
        """The mailbox as the beginning of a path."""
        if self.own:
            return "/me"
        return f"/users/{quote(self.mailbox, safe='@')}"
