"""Mails of Monit in its default format (monit(1), "Message format" and the table of events)."""

from __future__ import annotations

import re

from postroom.mail.outside.values import Fault, FaultState
from postroom.mail.values import InboundMail

_WHAT = re.compile(r"(?m)^[ \t]*(?P<event>[A-Z][\w' /-]{1,80}?) Service (?P<service>\S{1,200})[ \t]*$")
_HOST = re.compile(r"(?m)^[ \t]*Host:[ \t]*(?P<host>\S{1,200})")
_RECOVERED = re.compile(r"(?i)\b(?:succeeded|recovery|recovered|ok|up|exists|restored)\b")
_NO_FAULT = re.compile(r"(?i)\b(?:changed|action done)\b")
"""What Monit tells once and never takes back."""


def read(mail: InboundMail) -> Fault | None:
    """Return the fault that `mail` speaks of, None where it is no such mail."""
    if not (mail.header("X-Mailer").lower().startswith("monit") or mail.subject.lower().startswith("monit alert")):
        return None
    what, host = _WHAT.search(mail.text[:20_000]), _HOST.search(mail.text[:20_000])
    if what is None or host is None or _NO_FAULT.search(what["event"]):
        return None
    state = FaultState.RECOVERY if _recovered(what["event"]) else FaultState.PROBLEM
    return Fault("Monit", host["host"], what["service"], state)


def _recovered(event: str) -> bool:
    return _RECOVERED.search(event) is not None and "not exist" not in event.lower()
