"""How many requests Django is answering in this process, so that no test's tables are emptied under one."""

from __future__ import annotations

import threading
import time

from django.core.signals import request_finished, request_started

DEADLINE = 20.0
_changed = threading.Condition()
_under_way = 0


def _begin(**_about: object) -> None:
    global _under_way
    with _changed:
        _under_way += 1


def _end(**_about: object) -> None:
    global _under_way
    with _changed:
        _under_way -= 1
        _changed.notify_all()


request_started.connect(_begin, dispatch_uid="tests")
request_finished.connect(_end, dispatch_uid="tests")


def wait_for_requests() -> None:
    """Wait until the last request is answered, also one that was sent when its page was closed.

    Raises:
        AssertionError: a request was not answered within `DEADLINE` seconds.
    """
    time.sleep(0.02)
    with _changed:
        assert _changed.wait_for(lambda: _under_way == 0, DEADLINE), f"{_under_way} requests are still under way"
