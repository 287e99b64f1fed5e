"""Messages that a server has and cannot hand over: they wait until all others are through, then they are told."""

from __future__ import annotations

from postroom.drivers import codes
from postroom.drivers.errors import DriverError, Refused, Retry


class Unreadable:
    """Collects what went wrong with single messages of one fetch."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def add(self, key: str, error: DriverError) -> None:
        """Remember that the message `key` could not be had."""
        self._texts.append(f"{key}: {error.server_text}")

    def tell(self) -> None:
        """Raise Refused (`message-unreadable`) naming every key, where there are any."""
        if self._texts:
            raise Refused("; ".join(self._texts), code=codes.MESSAGE_UNREADABLE, retry=Retry.LATER, step="fetch")
