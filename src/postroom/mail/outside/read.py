"""Every system whose mails are known, in one place."""

from __future__ import annotations

from postroom.mail.outside import checkmk, monit, nagios, trackers
from postroom.mail.outside.values import Fault, Issue
from postroom.mail.values import InboundMail

MONITORING = (nagios.read, checkmk.read, monit.read)


def fault_of(mail: InboundMail) -> Fault | None:
    """Return the fault that a monitoring system reports by `mail`."""
    return next((fault for read in MONITORING if (fault := read(mail)) is not None), None)


def issue_of(mail: InboundMail) -> Issue | None:
    """Return the issue or incident that a tracker writes about in `mail`."""
    return trackers.read(mail)


def keys_of(mail: InboundMail) -> tuple[tuple[str, str], ...]:
    """Return (system, key) for what `mail` is about. The key begins with its sender: nobody else's mail has it."""
    fault, issue = fault_of(mail), issue_of(mail)
    keys = [("monitoring", f"{fault.host}/{fault.service}")] if fault else []
    keys += [(issue.system, issue.number)] if issue else []
    sender = mail.from_.email.lower()
    return tuple((system, f"{sender} {name}"[:500].replace("\0", "")) for system, name in keys) if sender else ()
