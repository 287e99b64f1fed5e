"""At most four requests at once to one mailbox, whoever in this process makes them.

Source: "Outlook service limits" in "Microsoft Graph service-specific throttling limits"
(learn.microsoft.com/graph/throttling-limits): four per app and mailbox; of a batch four run at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 4


class Gate:
    """Lets four in; a batch takes all four places."""

    def __init__(self) -> None:
        self._free = AT_ONCE
        self._changed = threading.Condition()

    @contextmanager
    def passing(self, places: int = 1) -> Iterator[None]:
        """Hold `places` while inside."""
        with self._changed:
            self._changed.wait_for(lambda: self._free >= places)
            self._free -= places
        try:
            yield
        finally:
            with self._changed:
                self._free += places
                self._changed.notify_all()


_gates: dict[tuple[str, str], Gate] = {}
_lock = threading.Lock()


def gate_of(base_url: str, mailbox: str) -> Gate:
    """Return the gate that all who use this mailbox share."""
    with _lock:
        return _gates.setdefault((base_url, mailbox.casefold()), Gate())
