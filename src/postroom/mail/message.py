"""Read a mail: bytes in, `InboundMail` out."""

from __future__ import annotations

from postroom.mail.attachments import as_attachments
from postroom.mail.body_parts import Sorted, sort_parts
from postroom.mail.bounce import read_bounce
from postroom.mail.bounces.evidence import report_evidence
from postroom.mail.content import is_overlong, read_content
from postroom.mail.dates import parse_date
from postroom.mail.envelope import Envelope, read_envelope
from postroom.mail.header_index import HeaderIndex
from postroom.mail.limits import Budget
from postroom.mail.nature import Reported, judge
from postroom.mail.outlook_msg import is_msg
from postroom.mail.parts import Part
from postroom.mail.security import read_security
from postroom.mail.sender_checks import sender_checks
from postroom.mail.structure import MESSAGE_TYPES, read_tree
from postroom.mail.thread_ids import own_id, parse_ids
from postroom.mail.values import Attachment, Bounce, InboundMail, Nature
from postroom.sentences import sentence as _

_SHOWN_OF_UNREADABLE = 20_000


def parse(raw: bytes, *, trusted_authserv_ids: frozenset[str] = frozenset()) -> InboundMail:
    """Read a mail whatever it is made of. Never raises; `.defects` says what was odd, repaired or cut.

    `trusted_authserv_ids` name the receiving servers whose Authentication-Results count (RFC 8601 section 2.5).
    """
    budget = Budget.for_size(len(raw))
    try:
        return _parse(raw, budget, trusted_authserv_ids)
    except Exception as error:
        # A fault of ours must not cost a mail: it is shown as it came, and says so.
        return _unreadable(raw, budget, error)


def read_attached(attachment: Attachment) -> InboundMail | None:
    """Read an attachment that is a mail itself (.eml, Outlook .msg); None where it is none."""
    is_mail = attachment.content_type in MESSAGE_TYPES or attachment.filename.lower().endswith((".eml", ".msg"))
    return parse(attachment.content) if is_mail or is_msg(attachment.content) else None


def _parse(raw: bytes, budget: Budget, trusted_authserv_ids: frozenset[str]) -> InboundMail:
    root, block = read_tree(raw, budget)
    sorted_parts = sort_parts(root)
    envelope = read_envelope(block, budget, _charset_of(sorted_parts))
    content = read_content(sorted_parts.body, _content_ids(sorted_parts), budget, envelope.from_.name)
    message_id, made = own_id(root.header("message-id"), raw)
    if made:
        budget.note(_("The mail has no usable Message-ID: one was made of its digest."))
    nature, bounce = _nature(root, envelope, content.text)
    return InboundMail(
        from_=envelope.from_,
        sender=envelope.sender,
        reply_to=envelope.reply_to,
        to=envelope.to,
        cc=envelope.cc,
        subject=envelope.subject,
        date=parse_date(root.header("date")),
        message_id=message_id,
        message_id_made=made,
        in_reply_to=parse_ids(root.header("in-reply-to")),
        references=parse_ids(root.header("references")),
        headers=root.headers,
        text=content.text,
        html=content.html,
        new_text=content.split.new_text,
        signature=content.split.signature,
        quoted=content.split.quoted,
        attachments=as_attachments([*filter(is_overlong, sorted_parts.body), *sorted_parts.attached], content.shown),
        nature=nature,
        bounce=bounce,
        sender_checks=sender_checks(root.headers, trusted_authserv_ids),
        security=read_security(root, root.headers, trusted_authserv_ids),
        defects=tuple(budget.defects),
    )


def _nature(root: Part, envelope: Envelope, text: str) -> tuple[Nature, Bounce | None]:
    """Return what kind of sender the mail has, and for a bounce what it tells."""
    index = HeaderIndex(root.headers)
    because = report_evidence(root, index, envelope.subject, text)
    bounce = read_bounce(root, index, text) if because else None
    reported = Reported(because, is_bounce=bounce is not None)
    return judge(root, index, envelope.from_, envelope.subject, text, reported), bounce


def _charset_of(parts: Sorted) -> str:
    """Return the charset that the body names: raw bytes in headers are mostly of the same one."""
    return next((part.params["charset"] for part in parts.body if part.params.get("charset")), "")


def _content_ids(parts: Sorted) -> frozenset[str]:
    return frozenset(part.content_id for part in parts.attached if part.content_id)


def _unreadable(raw: bytes, budget: Budget, error: Exception) -> InboundMail:
    message_id, made = own_id("", raw)
    budget.note(_("The reader failed (%(error)s): the mail is shown as it came.", error=type(error).__name__))
    text = raw[:_SHOWN_OF_UNREADABLE].decode("utf-8", "replace")
    return InboundMail(
        message_id=message_id, message_id_made=made, text=text, new_text=text, defects=tuple(budget.defects)
    )
