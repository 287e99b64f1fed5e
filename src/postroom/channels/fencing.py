"""Whether a channel's access ends at its mailbox, line by line."""

from __future__ import annotations

from typing import Final

from postroom.channels.kinds.base import FenceTrial
from postroom.channels.probe_log import ProbeLog
from postroom.channels.registry import kind_of
from postroom.channels.sentences.fence import FENCE_OPEN, FENCE_UNTESTED
from postroom.models import Account

STEP: Final = "fence"


def examine_fence(account: Account, log: ProbeLog) -> None:
    """Try to open a mailbox that has to stay closed, where the account names one. Raises DriverError."""
    for trial in kind_of(account).try_fence(account):
        _tell(trial, log)


def _tell(trial: FenceTrial, log: ProbeLog) -> None:
    if trial.closed:
        log.done(None, STEP, trial.detail, trial.milliseconds, {"closed": True})
        return
    code = FENCE_UNTESTED if trial.closed is None else FENCE_OPEN
    log.warned(None, STEP, code, trial.detail, trial.server_text, trial.milliseconds)
