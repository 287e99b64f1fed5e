"""The order in which a channel is examined. What fails is written down, and the rest is looked at all the same."""

from __future__ import annotations

from postroom.channels.doctor.access import examine_apps, examine_tokens
from postroom.channels.doctor.folders import examine_other_folders
from postroom.channels.doctor.mailbox import examine_mailbox
from postroom.channels.doctor.posting import examine_sending
from postroom.channels.doctor.state import examine_state
from postroom.channels.fencing import examine_fence
from postroom.channels.probe_log import Attempt, ProbeLog
from postroom.models import Channel, Direction, Probe


def visit(channel: Channel, probe: Probe, log: ProbeLog) -> Attempt:
    """Examine `channel`, write a line for everything, and return how sending fared."""
    examine_apps(channel, log)
    with log.attempt(Direction.IN) as receiving:
        examine_mailbox(channel, log)
    sending = examine_sending(channel, probe, log, arrives=receiving.passed)
    with log.attempt(None):
        examine_fence(channel, log)
    examine_tokens(channel, log)
    if receiving.passed:
        with log.attempt(None):
            examine_other_folders(channel, log)
    examine_state(channel, log)
    return sending
