"""The breakage switches: what the practice tenant does wrong on purpose, for how often or how long."""

from __future__ import annotations

import enum
import threading
from collections.abc import Callable
from dataclasses import dataclass

from postroom.practice.clock import now


class Fault(enum.StrEnum):
    """What can be broken. The value is the word used on the page and in the API."""

    ADMIN_CONSENT = "admin-consent"
    """Only an administrator may consent, whatever the tenant's policy: users see "Approval required"."""
    MFA = "mfa"
    """Multifactor authentication is demanded; refreshing without it fails with AADSTS50076."""
    CONDITIONAL_ACCESS = "conditional-access"
    """A policy blocks the sign-in: AADSTS53003."""
    SMTP_AUTH_OFF = "smtp-auth-off"
    """535 5.7.139; with a target the mailbox, without one the tenant."""
    THROTTLE_IMAP = "throttle-imap"
    THROTTLE_SMTP = "throttle-smtp"
    THROTTLE_GRAPH = "throttle-graph"
    """429; `value` is the Retry-After in seconds, or empty for none."""
    EXPUNGE = "expunge"
    """EXPUNGE and UID EXPUNGE answer NO [SERVERBUG]."""
    DROP_IN_FETCH = "drop-in-fetch"
    """The connection breaks in the middle of a message that IMAP FETCH sends."""
    AWAY_IMAP = "away-imap"
    AWAY_SMTP = "away-smtp"
    """`value` says how: refuse (nothing listens), hang (no answer comes), close (cut off at once)."""
    AWAY_GRAPH = "away-graph"
    AWAY_LOGIN = "away-login"
    """`value` says how: refuse (503, with Retry-After 5 or what stands behind it, such as `refuse 600`), hang (no
    answer comes), close (cut off in the answer)."""
    DROP_AFTER_DATA = "drop-after-data"
    """The connection breaks after SMTP DATA; `value` is accepted or lost."""
    DROP_AFTER_SEND = "drop-after-send"
    """Graph sendMail takes the message; `value` says what then: close (cut off), hang (no answer comes)."""
    DROP_IN_UPLOAD = "drop-in-upload"
    """The connection breaks in the middle of a large attachment that goes up to Graph piece by piece."""
    DELTA_LOST = "delta-lost"
    """Graph delta links answer 410 syncStateNotFound."""
    BASIC_AUTH = "basic-auth"
    """IMAP and SMTP still take plain passwords, as before Microsoft ended that."""


@dataclass(frozen=True)
class Switch:
    """One fault that is on. `left` hits remain (None: no limit), until the time `until` (None: no end)."""

    fault: Fault
    target: str = ""
    value: str = ""
    left: int | None = None
    until: float | None = None


class Switches:
    """Which faults are on. Listeners hear of every change (the listeners of IMAP and SMTP stop listening, say).

    The servers ask in their thread while a test or a page breaks and mends in another, hence the lock.
    """

    def __init__(self) -> None:
        self._on: list[Switch] = []
        self._lock = threading.RLock()
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def turn_on(
        self, fault: Fault, *, target: str = "", value: str = "", times: int | None = None, seconds: float | None = None
    ) -> None:
        """Break something: for `times` hits or `seconds`, whichever ends first; without both until turned off."""
        until = None if seconds is None else now() + seconds
        with self._lock:
            self._on = [switch for switch in self._on if (switch.fault, switch.target) != (fault, target.lower())]
            self._on.append(Switch(fault, target.lower(), value, times, until))
        self._tell()

    def turn_off(self, fault: Fault | None = None) -> None:
        """Mend one fault, or everything."""
        with self._lock:
            self._on = [] if fault is None else [switch for switch in self._on if switch.fault != fault]
        self._tell()

    def active(self) -> list[Switch]:
        moment = now()
        with self._lock:
            self._on = [s for s in self._on if s.left != 0 and (s.until is None or s.until > moment)]
            return list(self._on)

    def look(self, fault: Fault, target: str = "") -> Switch | None:
        """The switch, if the fault is on for this target, without counting a hit."""
        wanted = ("", target.lower())
        return next((switch for switch in self.active() if switch.fault == fault and switch.target in wanted), None)

    def hit(self, fault: Fault, target: str = "") -> Switch | None:
        """The switch, if the fault is on for this target; counts one hit."""
        with self._lock:
            switch = self.look(fault, target)
            if switch is not None and switch.left is not None:
                self._on.remove(switch)
                self._on.append(Switch(switch.fault, switch.target, switch.value, switch.left - 1, switch.until))
            return switch

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
