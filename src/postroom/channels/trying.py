"""Trying an account step by step, each step with its time and, on failure, the server's words."""

from __future__ import annotations

from postroom.channels.probe_log import ProbeLog
from postroom.channels.registry import kind_of, open_sink, open_source
from postroom.drivers.base import Folder, Survey
from postroom.models import Account, Direction


def try_receiving(account: Account, log: ProbeLog) -> list[Folder]:
    """Connect, sign in, open the inbox and list the folders (none where the kind has none). Raises DriverError."""
    with open_source(account, folder="", on_step=log.listener(Direction.IN)) as source:
        if not kind_of(account).has_folders(account):
            return []
        with log.step(Direction.IN, "folders"):
            return source.folders()


def try_folder(account: Account, log: ProbeLog) -> Survey:
    """Connect, sign in, open the account's folder and count what lies in it. Raises DriverError."""
    with open_source(account, on_step=log.listener(Direction.IN)) as source, log.step(Direction.IN, "survey"):
        return source.survey()


def try_sending(account: Account, log: ProbeLog) -> None:
    """Connect and sign in where mail is sent, without sending any. Raises DriverError."""
    with open_sink(account, on_step=log.listener(Direction.OUT)):
        pass
