"""Whether this process was asked to stop. Long work looks between two pieces; what is left stands in rows."""

from __future__ import annotations

import threading

_asked = threading.Event()


def ask_to_stop() -> None:
    """Let all work in this process end after the piece at hand."""
    _asked.set()


def work_again() -> None:
    """Take that back: this process goes on."""
    _asked.clear()


def stopping() -> bool:
    """Whether to begin nothing more."""
    return _asked.is_set()
