"""Signals as values: whoever waits for them reads them in its own time, between steps."""

import os
import selectors
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

WATCHED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


class Signals:
    """The signals that arrived since the last look."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._selector = selectors.DefaultSelector()
        self._selector.register(descriptor, selectors.EVENT_READ)

    def wait(self, seconds: float) -> frozenset[signal.Signals]:
        """Sleep until a signal comes, at most that long."""
        if not self._selector.select(max(0.0, seconds)):
            return frozenset()
        return frozenset(signal.Signals(number) for number in os.read(self._descriptor, 4096))


@contextmanager
def watched_signals() -> Iterator[Signals]:
    """Catch `WATCHED` in the main thread for the time of the block."""
    reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    before = {number: signal.signal(number, _noted) for number in WATCHED}
    old_descriptor = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    try:
        yield Signals(reader)
    finally:
        signal.set_wakeup_fd(old_descriptor)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)


def _noted(_number: int, _frame: FrameType | None) -> None:
    """Python writes the number to the wake-up descriptor itself."""
