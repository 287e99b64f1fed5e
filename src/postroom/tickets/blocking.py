"""The list of senders whose mail is refused: one of the settings, which agents add to."""

from __future__ import annotations

from collections.abc import Iterable

from postroom.configuration import configuration, configure
from postroom.models import Setting

_KEY = "blocked_senders"


def block_senders(addresses: Iterable[str]) -> bool:
    """Add lower-case addresses to the list of blocked senders; return whether one was not in it."""
    now = _locked()
    fresh = set(addresses) - set(now)
    if fresh:
        configure(**{_KEY: sorted({*now, *fresh})})
    return bool(fresh)


def unblock_senders(addresses: Iterable[str]) -> None:
    """Take lower-case addresses off the list."""
    now, gone = _locked(), set(addresses)
    if gone & set(now):
        configure(**{_KEY: [address for address in now if address not in gone]})


def _locked() -> tuple[str, ...]:
    """Read the list as it is now, locked: two who block at once both find their addresses in it afterwards."""
    Setting.objects.get_or_create(key=_KEY, defaults={"value": list(configuration().blocked_senders)})
    return tuple(Setting.objects.select_for_update().get(key=_KEY).value)
