"""Delivery reports: who did not get the mail, whether it may help to try again, and which mail it was.

The standard first (RFC 3464), then the headers some systems add, then the text, for many systems follow no standard.
"""

from __future__ import annotations

import re

from postroom.mail.bounces import original as originals
from postroom.mail.bounces.delivery_status import StatusFields, read_fields, status_parts
from postroom.mail.bounces.evidence import report_evidence
from postroom.mail.bounces.original import Original, addresses
from postroom.mail.bounces.prose import Said, anywhere, cut_before_returned, read_prose
from postroom.mail.bounces.status import enhanced_status, reply_code
from postroom.mail.bounces.words import classify
from postroom.mail.header_index import HeaderIndex, Headers
from postroom.mail.parts import Part
from postroom.mail.values import Bounce, BounceClass, BounceRecipient

_HELPERS = re.compile(r"(?i)^(?:postmaster|mailer-daemon|abuse|support|helpdesk)@")


def read_bounce(root: Part, headers: Headers, subject: str, text: str) -> Bounce | None:
    """Return what a delivery report says, or None where the mail is none (or says that all arrived)."""
    index = HeaderIndex(headers)
    if not report_evidence(root, index, subject, text):
        return None
    own, returned = cut_before_returned(_own_text(root, text))
    original = originals.from_part(root) or originals.from_text(returned or own)
    fields = status_parts(root) or (read_fields(text) if "ecipient:" in text else ())
    if fields and not any(field.is_failure for field in fields):
        return None
    recipients = _from_fields(fields, own) or _from_words(index, own, original)
    return Bounce(recipients, original.message_id, original.subject)


def _own_text(root: Part, text: str) -> str:
    for part in root.children:
        if part.content_type == "text/plain" and part.text and part.text.strip():
            return part.text
    return text


def _from_fields(fields: tuple[StatusFields, ...], own: str) -> tuple[BounceRecipient, ...]:
    said = read_prose(own, frozenset())
    found: dict[str, BounceRecipient] = {}
    for field in fields:
        email = field.email or field.original_email
        if field.is_failure and email:
            found.setdefault(email.lower(), _recipient(email, _words_for(email, said), field))
    return tuple(found.values())


def _words_for(email: str, said: tuple[Said, ...]) -> str:
    return next((one.words for one in said if one.email.lower() == email.lower()), "")


def _from_words(index: HeaderIndex, own: str, original: Original) -> tuple[BounceRecipient, ...]:
    named = addresses(", ".join(index.all("x-failed-recipients")))
    passed_over = _not_recipients(index, original) - {email.lower() for email in (*named, *original.recipients)}
    said = read_prose(own, passed_over)
    emails = named or tuple(one.email for one in said) or _best_guess(own, passed_over, original)
    return tuple(_recipient(email, _words_for(email, said) or own, None) for email in emails)


def _not_recipients(index: HeaderIndex, original: Original) -> frozenset[str]:
    others = (*addresses(index.first("from")), *addresses(index.first("to")), original.sender)
    return frozenset(email.lower() for email in others)


def _best_guess(own: str, passed_over: frozenset[str], original: Original) -> tuple[str, ...]:
    mentioned = tuple(email for email in anywhere(own, passed_over) if not _HELPERS.match(email))
    known = {email.lower() for email in original.recipients}
    return tuple(email for email in mentioned if email.lower() in known) or mentioned[:1] or original.recipients


def _recipient(email: str, words: str, field: StatusFields | None) -> BounceRecipient:
    diagnostic = (field.diagnostic if field else "") or words
    reply = reply_code(diagnostic)
    status = (field.status if field else None) or enhanced_status(diagnostic)
    category = classify(diagnostic, status, reply)
    delayed = field is not None and field.action.startswith("delay")
    return BounceRecipient(
        email=email,
        status=status,
        permanent=not delayed and _is_permanent(status, reply, category),
        category=BounceClass.TEMPORARY if delayed and category is BounceClass.OTHER else category,
        diagnostic=" ".join(diagnostic.split())[:2000],
    )


def _is_permanent(status: str | None, reply: str | None, category: BounceClass) -> bool:
    code = status or reply
    return code[0] == "5" if code else category is not BounceClass.TEMPORARY
