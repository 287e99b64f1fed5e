"""Mails of Nagios and of what descends from it: Icinga 1 and 2, Naemon, OMD.

The mail is made by a shell script that every site may change, so what all those scripts keep is looked for: the kind
of notification at the head of the subject, the state at its end, host and service in lines of their own in the body
(Nagios Core 4 sample configuration commands.cfg; Icinga 2 scripts mail-host-notification.sh and
mail-service-notification.sh).
"""

from __future__ import annotations

import re

from postroom.mail.outside.values import Fault, FaultState
from postroom.mail.values import InboundMail

_SUBJECT = re.compile(
    r"^[*\[\s]*(?P<kind>PROBLEM|RECOVERY|ACKNOWLEDGEMENT|DOWNTIME\w*|FLAPPING\w*|CUSTOM)\b[*\]\s:-]*"
    r"(?P<what>.{1,400}?)[\s-]+is\s+(?P<state>OK|UP|WARNING|CRITICAL|UNKNOWN|DOWN|UNREACHABLE)[\s!*.]*$"
)
_LINE = re.compile(r"(?im)^[\s*-]*(host|hostname|host name|service)[ \t]*:[ \t]*(\S.{0,300}?)[ \t]*$")
_DISPLAY_NAME = re.compile(r"""\s*\(Display Name: .*\)$""")
_ALERT = re.compile(r"^(?:Host|Service)(?: Alert)?:?\s+", re.IGNORECASE)
_GOOD = frozenset({"OK", "UP"})


def read(mail: InboundMail) -> Fault | None:
    """Return the fault that `mail` speaks of, None where it is no such mail."""
    match = _SUBJECT.match(mail.subject)
    if match is None:
        return None
    named = _named_in(mail.text)
    host, service = (named["host"], named.get("service", "")) if "host" in named else _cut(match["what"])
    program = "Icinga" if "icinga" in (mail.text[:300] + mail.from_.email).lower() else "Nagios"
    return Fault(program, host, service, _state(match["kind"], match["state"])) if host else None


def _named_in(text: str) -> dict[str, str]:
    named: dict[str, str] = {}
    for label, value in _LINE.findall(text[:20_000]):
        named.setdefault("service" if label.lower() == "service" else "host", _DISPLAY_NAME.sub("", value))
    return named


def _cut(what: str) -> tuple[str, str]:
    """Take host and service from the subject: `web1/HTTP`, `web1 / HTTP`, `web1 - HTTP`, `HTTP on web1`."""
    bare = _ALERT.sub("", what).strip()
    service, on, host = bare.partition(" on ")
    if on:
        return host.strip(), service.strip()
    host, _, service = next((bare.partition(sign) for sign in (" - ", "/") if sign in bare), (bare, "", ""))
    return host.strip(), service.strip()


def _state(kind: str, state: str) -> FaultState:
    if kind == "RECOVERY":
        return FaultState.RECOVERY
    if kind != "PROBLEM":
        return FaultState.NOTICE
    return FaultState.RECOVERY if state in _GOOD else FaultState.PROBLEM
