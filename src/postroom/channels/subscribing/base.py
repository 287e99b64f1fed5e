"""What a kind offers whose provider tells of new mail by calling an address of ours."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Promise:
    """What the provider promised: its name for it, and until when it holds."""

    remote_id: str
    expires: datetime.datetime


class Subscriber(Protocol):
    """Asks the provider, for one channel. Everything but `address` and `hindrance` goes over the wire."""

    address: str
    """Which address of ours the provider is to call."""

    def hindrance(self) -> str:
        """Return the code of a sentence that says why asking makes no sense, or nothing where it does."""
        ...

    def create(self, secret: str) -> Promise:
        """Ask to be told; `secret` comes back with whatever is told. Raises DriverError."""
        ...

    def renew(self, remote_id: str) -> Promise:
        """Let a promise hold longer. Raises NotFound where the provider has forgotten it, and other DriverErrors."""
        ...

    def end(self, remote_id: str) -> None:
        """Ask to be told no more. Raises DriverError."""
        ...
