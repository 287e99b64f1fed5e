"""What kind of sender a mail has, and whether an automatic answer may go back.

When in doubt the answer is no: a customer who gets no receipt is a smaller harm than two programs that write to each
other all night (RFC 3834 section 2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from postroom.mail.automatic import automatic_signs
from postroom.mail.away import away_signs
from postroom.mail.bounces.evidence import is_feedback_report
from postroom.mail.header_index import HeaderIndex
from postroom.mail.parts import Part
from postroom.mail.values import Address, Nature, NatureKind

NEVER_ANSWERED = r"(mailer-daemon|postmaster|abuse|root|noreply|noreply.+?|no-reply|no-reply.+?)@.+?"
"""Addresses that no automatic mail goes to; the default of the setting."""

_NEVER_ANSWERED = re.compile(NEVER_ANSWERED, re.IGNORECASE)
_ALSO_NEVER = re.compile(
    r"(?i)^(?:do-?_?\.?not-?_?\.?reply|no_reply|no\.reply|donotreply|nicht-?antworten|ne-?pas-?repondre|bounces?|"
    r"listserv|majordomo|mailman|[^@]*-(?:bounces|owner)|owner-[^@]*|mail-?daemon|daemon|nobody)(?:[+-][^@]*)?@"
)


@dataclass(frozen=True, slots=True)
class Reported:
    """What says that a mail is a delivery report, and whether it tells of a mail that did not arrive."""

    because: tuple[str, ...] = ()
    is_bounce: bool = False


def judge(root: Part, index: HeaderIndex, from_: Address, subject: str, text: str, reported: Reported) -> Nature:
    """Return what wrote the mail, the headers or words that say so, and whether it may be answered automatically.

    `index` holds the decoded headers; `text` is the whole body as plain text.
    """
    return (
        _feedback_report(root, index, subject)
        or _report(reported)
        or _by_signs(index, subject, text)
        or _by_report(root)
        or _by_sender(index, from_)
        or Nature()
    )


def may_write_to(email: str) -> bool:
    """Whether automatic mail may go to this address as far as its name says."""
    return not (_NEVER_ANSWERED.match(email) or _ALSO_NEVER.match(email))


def _feedback_report(root: Part, index: HeaderIndex, subject: str) -> Nature | None:
    if not is_feedback_report(root, index, subject):
        return None
    because = index.quoted("content-type") if "content-type" in index else f"Subject: {subject}"
    return Nature(NatureKind.FEEDBACK_REPORT, (because,), may_answer=False)


def _report(reported: Reported) -> Nature | None:
    if not reported.because:
        return None
    kind = NatureKind.BOUNCE if reported.is_bounce else NatureKind.SYSTEM
    return Nature(kind, reported.because, may_answer=False)


def _by_signs(index: HeaderIndex, subject: str, text: str) -> Nature | None:
    signs = automatic_signs(index)
    kinds = {kind for kind, _ in signs}
    away = away_signs(index, subject, text, is_reply=NatureKind.AUTO_REPLY in kinds)
    because = (*(reason for _, reason in signs), *away)
    if away:
        return Nature(NatureKind.OUT_OF_OFFICE, tuple(dict.fromkeys(because)), may_answer=False)
    return Nature(signs[0][0], because, may_answer=False) if signs else None


def _by_report(root: Part) -> Nature | None:
    """Receipts (RFC 8098) and every other report are written by programs."""
    if root.content_type != "multipart/report":
        return None
    because = f"Content-Type: multipart/report; report-type={root.params.get('report-type', '')}"
    return Nature(NatureKind.SYSTEM, (because,), may_answer=False)


def _by_sender(index: HeaderIndex, from_: Address) -> Nature | None:
    if may_write_to(from_.email):
        return None
    because = index.quoted("from") if "from" in index else f"From: {from_.email}"
    return Nature(NatureKind.SYSTEM, (because,), may_answer=False)
