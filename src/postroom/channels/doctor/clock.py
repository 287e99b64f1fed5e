"""How far the clock of a server is from ours."""

from __future__ import annotations

import datetime

from postroom.channels.probe_log import ProbeLog
from postroom.channels.sentences.doctor import CLOCK_WRONG

_MOST_SECONDS = 60.0
"""Tokens begin to fail at five minutes; a machine with NTP never is a second off."""


def tell_clock(
    log: ProbeLog, there: datetime.datetime, here: datetime.datetime, milliseconds: float | None = None
) -> None:
    """Write how far the server's time `there` is from ours, both aware; `milliseconds` is how long asking took."""
    apart = (there - here).total_seconds()
    facts = {"seconds": apart}
    if abs(apart) > _MOST_SECONDS:
        log.warned(None, "clock", CLOCK_WRONG, milliseconds=milliseconds, facts=facts)
    else:
        log.done(None, "clock", "", milliseconds, facts)
