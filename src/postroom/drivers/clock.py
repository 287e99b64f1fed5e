"""Deadlines that hold for a whole step, however slowly the server drips its bytes.

A socket timeout alone starts anew with every byte that arrives. These sockets ask a `Clock` before each read and
write how much time the running step has left, so that imaplib, smtplib and poplib need not know of it.
"""

from __future__ import annotations

import math
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Clock:
    """The time left for the step that runs now, in seconds."""

    def __init__(self) -> None:
        self._ends = math.inf
        self._instant = False

    def start(self, seconds: float) -> None:
        """Give the step that begins now `seconds`."""
        self._ends = time.monotonic() + seconds

    def left(self) -> float | None:
        """Return the seconds left, None for no limit; raise TimeoutError where there are none."""
        if self._instant:
            return 0.0
        if math.isinf(self._ends):
            return None
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("no answer before the deadline")
        return left

    @contextmanager
    def instant(self) -> Iterator[None]:
        """Within it nothing is waited for: a read finds bytes or none."""
        self._instant = True
        try:
            yield
        finally:
            self._instant = False


class TimedSocket(socket.socket):
    """A socket whose reads and writes end when its clock says so."""

    clock: Clock | None = None

    def arm(self) -> None:
        """Take over the clock's remaining time as the timeout."""
        if self.clock is not None:
            self.settimeout(self.clock.left())

    def recv_into(self, *args: Any, **options: Any) -> int:
        """Read as `socket.recv_into` does, within the clock's time."""
        self.arm()
        return super().recv_into(*args, **options)

    def sendall(self, *args: Any, **options: Any) -> None:
        """Write as `socket.sendall` does, within the clock's time."""
        self.arm()
        return super().sendall(*args, **options)


class TimedTlsSocket(ssl.SSLSocket):
    """The same over TLS; made by a context whose `sslsocket_class` it is."""

    clock: Clock | None = None

    def arm(self) -> None:
        """Take over the clock's remaining time as the timeout."""
        if self.clock is not None:
            self.settimeout(self.clock.left())

    def recv_into(self, *args: Any, **options: Any) -> int:
        """Read as `SSLSocket.recv_into` does, within the clock's time."""
        self.arm()
        return super().recv_into(*args, **options)

    def send(self, *args: Any, **options: Any) -> int:
        """Write one record as `SSLSocket.send` does, within the clock's time; `sendall` is made of these."""
        self.arm()
        return super().send(*args, **options)
