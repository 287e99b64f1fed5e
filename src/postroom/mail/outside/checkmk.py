"""Mails of Checkmk (Check_MK until 2019), told by the subject that its ASCII and HTML mail plug-ins write:
`Check_MK: host/service OK -> CRIT`, `Checkmk: host UP -> DOWN`."""

from __future__ import annotations

import re

from postroom.mail.outside.values import Fault, FaultState
from postroom.mail.values import InboundMail

_SUBJECT = re.compile(r"(?i)^Check_?mk: (?P<rest>\S.{0,500})$")
_ARROW = r"[ \t]*(?:->|→|⇨)[ \t]*"
_EVENT = re.compile(
    rf"(?:(?<=[ \t])|^)(?:(?:RECOVERY|PROBLEM)?[ \t(]*[A-Z]+{_ARROW}(?P<state>[A-Z]+)|"
    r"(?P<word>PROBLEM|RECOVERY)|(?:Acknowledge|ACKNOWLEDGE|Downtime|DOWNTIME|Flapping|FLAPPING)\w*)\b.*$"
)
_GOOD = frozenset({"OK", "UP"})


def read(mail: InboundMail) -> Fault | None:
    """Return the fault that `mail` speaks of, None where it is no such mail."""
    subject = _SUBJECT.match(mail.subject)
    event = _EVENT.search(subject["rest"]) if subject else None
    if subject is None or event is None:
        return None
    host, _, service = subject["rest"][: event.start()].strip(" -\t").partition("/")
    return Fault("Checkmk", host.strip(), service.strip(), _state(event)) if host.strip() else None


def _state(event: re.Match[str]) -> FaultState:
    if event["state"]:
        return FaultState.RECOVERY if event["state"] in _GOOD else FaultState.PROBLEM
    if event["word"]:
        return FaultState.RECOVERY if event["word"] == "RECOVERY" else FaultState.PROBLEM
    return FaultState.NOTICE
