"""Delivery reports: who did not get the mail, whether it may help to try again, and which mail it was.

The standard first (RFC 3464), then the headers some systems add, then the text, for many systems follow no standard.
"""

from __future__ import annotations

import re

from postroom.mail.bounces import original as originals
from postroom.mail.bounces.delivery_status import StatusFields, read_fields, status_parts
from postroom.mail.bounces.diagnosis import verdict
from postroom.mail.bounces.evidence import report_evidence
from postroom.mail.bounces.notification import read_notification
from postroom.mail.bounces.original import Original, addresses
from postroom.mail.bounces.prose import Said, cut_before_returned, read_lines, read_sentences, without_summary
from postroom.mail.bounces.words import by_words
from postroom.mail.header_index import HeaderIndex, Headers
from postroom.mail.parts import Part
from postroom.mail.values import Bounce, BounceRecipient

_STAFF = re.compile(r"(?i)^(?:postmaster|mailer-daemon|abuse|support|helpdesk|help|admin|webmaster|root)@")
_ARRIVED = re.compile(
    r"(?i)(?:was|were|been) (?:successfully delivered|relayed to)|relayed; expect no further"
    r"|delivery report that you requested"
)


def read_bounce(root: Part, headers: Headers, subject: str, text: str) -> Bounce | None:
    """Return what a delivery report says, or None where the mail is none (or says that all arrived).

    `headers` and `subject` are decoded, `text` is the whole body as plain text.
    """
    index = HeaderIndex(headers)
    if not report_evidence(root, index, subject, text):
        return None
    notification = read_notification(text)
    if notification:
        return _bounce_of(notification.fields, "", notification.original) if notification.fields else None
    own, returned = cut_before_returned(_own_text(root, text))
    own, summary = without_summary(own)
    original = _original(root, returned, summary)
    fields = status_parts(root) or (read_fields(text) if "ecipient:" in text else ())
    if (fields and not any(field.is_failure for field in fields)) or (not fields and _ARRIVED.search(own)):
        return None
    return _bounce_of(fields, own, original) or _bounce_in_words(index, own, original)


def _own_text(root: Part, text: str) -> str:
    for part in root.children:
        if part.content_type == "text/plain" and part.text and part.text.strip():
            return part.text
    return text


def _original(root: Part, returned: str, summary: str) -> Original:
    found = originals.from_part(root) or originals.from_text(returned)
    return found.completed_by(originals.from_text(summary))


def _bounce_of(fields: tuple[StatusFields, ...], own: str, original: Original) -> Bounce | None:
    said = read_lines(own, frozenset()) if fields else ()
    found: dict[str, BounceRecipient] = {}
    for field in fields:
        email = field.email or field.original_email
        if field.is_failure and email:
            found.setdefault(email.lower(), verdict(email, _words_for(email, said), own, field))
    return Bounce(tuple(found.values()), original.message_id, original.subject) if found else None


def _words_for(email: str, said: tuple[Said, ...]) -> str:
    return next((one.words for one in said if one.email.lower() == email.lower()), "")


def _bounce_in_words(index: HeaderIndex, own: str, original: Original) -> Bounce | None:
    passed_over = _not_recipients(index, original)
    named = addresses(", ".join(index.all("x-failed-recipients")))
    said = read_lines(own, passed_over)
    if not named and not said:
        said = _likely(read_sentences(own, passed_over), original)
    emails = named or tuple(one.email for one in said) or original.recipients
    words = {email: _words_for(email, said) for email in emails}
    if len(words) == 1 and not any(map(by_words, words.values())):
        # The only one: all of the report is about it, as where the reason stands above the address.
        words = dict.fromkeys(words, own)
    recipients = tuple(verdict(email, block, own, None) for email, block in words.items())
    return Bounce(recipients, original.message_id, original.subject)


def _not_recipients(index: HeaderIndex, original: Original) -> frozenset[str]:
    """The report's own sender and receiver are not the ones it speaks of, unless the mail went to them."""
    others = (*addresses(index.first("from")), *addresses(index.first("to")), original.sender)
    return frozenset(email.lower() for email in others) - {email.lower() for email in original.recipients}


def _likely(said: tuple[Said, ...], original: Original) -> tuple[Said, ...]:
    known = {email.lower() for email in original.recipients}
    return tuple(one for one in said if one.email.lower() in known) or tuple(
        one for one in said if not _STAFF.match(one.email)
    )
