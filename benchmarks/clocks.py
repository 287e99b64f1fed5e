"""Processor time of other processes to the microsecond: waiting for a busy machine is not in it."""

from __future__ import annotations

import time
from collections.abc import Iterable

import psutil

_SCHEDULED = 2
"""The clock of time scheduled, of a whole process, in the number of a clock (kernel: include/linux/posix-timers.h)."""


def processor_ms(processes: Iterable[psutil.Process]) -> float:
    """Return the milliseconds that `processes` have spent so far, those of their ended threads included."""
    return sum(_spent(process.pid) for process in processes) * 1000


def _spent(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | _SCHEDULED)
    except OSError:
        return 0.0  # it has ended
