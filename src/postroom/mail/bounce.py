"""Delivery reports: who did not get the mail, whether it may help to try again, and which mail it was.

The standard first (RFC 3464), then the headers some systems add, then the text, for many systems follow no standard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from postroom.mail.bounces import original as originals
from postroom.mail.bounces.delivery_status import StatusFields, read_fields, status_parts
from postroom.mail.bounces.diagnosis import verdict
from postroom.mail.bounces.notification import read_notification
from postroom.mail.bounces.original import Original, addresses
from postroom.mail.bounces.prose import Said, cut_before_returned, read_lines, read_sentences, without_summary
from postroom.mail.bounces.words import by_words
from postroom.mail.header_index import HeaderIndex
from postroom.mail.parts import Part
from postroom.mail.values import Bounce, BounceRecipient

_STAFF = re.compile(r"(?i)^(?:postmaster|mailer-daemon|abuse|support|helpdesk|help|admin|webmaster|root)@")
_ARRIVED = re.compile(
    r"(?i)(?:was|were|been) (?:successfully delivered|relayed to)|relayed; expect no further"
    r"|delivery report that you requested"
)


@dataclass(frozen=True, slots=True)
class _Report:
    """A report of a failure, before any verdict: the standard's fields, the server's own words, the returned mail."""

    index: HeaderIndex
    fields: tuple[StatusFields, ...]
    own: str
    original: Original


def read_bounce(root: Part, index: HeaderIndex, text: str) -> Bounce | None:
    """Return what a delivery report says, or None where it says that all arrived.

    `index` holds the decoded headers, `text` is the whole body as plain text; `report_evidence` has found it to be one.
    """
    report = _read(root, index, text)
    if report is None:
        return None
    recipients = _by_fields(report) or _by_named(report)
    return Bounce(recipients, report.original.message_id, report.original.subject)


def _read(root: Part, index: HeaderIndex, text: str) -> _Report | None:
    notification = read_notification(text)
    if notification:
        fields = notification.fields
        return _Report(index, fields, "", notification.original) if fields else None
    own, returned = cut_before_returned(_own_text(root, text))
    own, summary = without_summary(own)
    fields = status_parts(root) or (read_fields(text) if "ecipient:" in text else ())
    if (fields and not any(field.is_failure for field in fields)) or (not fields and _ARRIVED.search(own)):
        return None
    return _Report(index, fields, own, _original(root, returned, summary))


def _own_text(root: Part, text: str) -> str:
    for part in root.children:
        if part.content_type == "text/plain" and part.text and part.text.strip():
            return part.text
    return text


def _original(root: Part, returned: str, summary: str) -> Original:
    found = originals.from_part(root) or originals.from_text(returned)
    return found.completed_by(originals.from_text(summary))


def _by_fields(report: _Report) -> tuple[BounceRecipient, ...]:
    said = read_lines(report.own, frozenset()) if report.fields else ()
    found: dict[str, BounceRecipient] = {}
    for field in report.fields:
        email = field.email or field.original_email
        if field.is_failure and email and email.lower() not in found:
            found[email.lower()] = verdict(email, _words_for(email, said), report.own, field)
    return tuple(found.values())


def _words_for(email: str, said: tuple[Said, ...]) -> str:
    return next((one.words for one in said if one.email.lower() == email.lower()), "")


def _by_named(report: _Report) -> tuple[BounceRecipient, ...]:
    """Recipients that X-Failed-Recipients names, else those the words speak of, else those of the returned mail."""
    passed_over = _not_recipients(report.index, report.original)
    named = addresses(", ".join(report.index.all("x-failed-recipients")))
    said = read_lines(report.own, passed_over)
    if not named and not said:
        said = _likely(read_sentences(report.own, passed_over), report.original)
    emails = named or tuple(one.email for one in said) or report.original.recipients
    words = {email: _words_for(email, said) for email in emails}
    if len(words) == 1 and not any(map(by_words, words.values())):
        # The only one: all of the report is about it, as where the reason stands above the address.
        words = dict.fromkeys(words, report.own)
    return tuple(verdict(email, block, report.own, None) for email, block in words.items())


def _not_recipients(index: HeaderIndex, original: Original) -> frozenset[str]:
    """The report's own sender and receiver are not the ones it speaks of, unless the mail went to them."""
    others = (*addresses(index.first("from")), *addresses(index.first("to")), original.sender)
    return frozenset(email.lower() for email in others) - {email.lower() for email in original.recipients}


def _likely(said: tuple[Said, ...], original: Original) -> tuple[Said, ...]:
    known = {email.lower() for email in original.recipients}
    return tuple(one for one in said if one.email.lower() in known) or tuple(
        one for one in said if not _STAFF.match(one.email)
    )
