"""How a mail was read, for people: headings and lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postroom.mail.values import Address, Attachment, BounceRecipient, InboundMail, SenderCheck

_LABEL_WIDTH = 13


def render(mail: InboundMail, file: str) -> str:
    """Return a readable account of `mail`, which was read from `file`."""
    return "\n".join([f"== {file}", *_lines(mail), ""])


def _lines(mail: InboundMail) -> Iterator[str]:
    yield from _fields(mail)
    yield from _nature(mail)
    yield from _bounce(mail)
    yield from _section("New text", mail.new_text)
    yield from _section("Signature", mail.signature)
    yield from _section("Quoted", mail.quoted)
    yield from _list("Attachments", map(_attachment, mail.attachments))
    yield from _list("Odd or repaired", mail.defects)


def _fields(mail: InboundMail) -> Iterator[str]:
    yield _field("From", _address(mail.from_))
    for label, addresses in (("Reply-To", mail.reply_to), ("To", mail.to), ("Cc", mail.cc)):
        if addresses:
            yield _field(label, ", ".join(map(_address, addresses)))
    yield _field("Subject", mail.subject)
    yield _field("Date", mail.date.isoformat() if mail.date else "none")
    yield _field("Message-ID", mail.message_id + (" (made)" if mail.message_id_made else ""))
    if mail.in_reply_to or mail.references:
        yield _field("Answers", ", ".join(dict.fromkeys((*mail.in_reply_to, *mail.references))))


def _nature(mail: InboundMail) -> Iterator[str]:
    because = f" - {'; '.join(mail.nature.because)}" if mail.nature.because else ""
    yield _field("Nature", f"{mail.nature.kind.value}{because}")
    yield _field("May answer", "yes" if mail.nature.may_answer else "no")
    security = mail.security
    found = {"signed": security.signed, "encrypted": security.encrypted, "DMARC": security.dmarc}
    said = [f"{name}: {value}" for name, value in found.items() if value]
    if said:
        yield _field("Security", ", ".join(said))
    if mail.sender_checks:
        yield _field("Sender", ", ".join(map(_check, mail.sender_checks)))


def _bounce(mail: InboundMail) -> Iterator[str]:
    if mail.bounce is None:
        return
    yield from _list("Bounced", map(_recipient, mail.bounce.recipients))
    if mail.bounce.original_message_id:
        yield _field("Returned", f"<{mail.bounce.original_message_id}> {mail.bounce.original_subject or ''}".rstrip())


def _field(label: str, value: str) -> str:
    return f"{label + ':':<{_LABEL_WIDTH}}{value}"


def _section(title: str, text: str) -> Iterator[str]:
    if text.strip():
        yield f"-- {title}"
        yield from ("   " + line for line in text.strip("\n").split("\n"))


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"   {item}" for item in items]
    if lines:
        yield f"-- {title}"
        yield from lines


def _address(address: Address) -> str:
    return f"{address.name} <{address.email}>" if address.name else address.email or "nobody"


def _attachment(attachment: Attachment) -> str:
    inline = ", shown in the text" if attachment.inline else ""
    return f"{attachment.filename} ({attachment.content_type}, {attachment.size} bytes{inline})"


def _check(check: SenderCheck) -> str:
    return f"{check.method.upper()} {check.result}" + (f" ({check.domain})" if check.domain else "")


def _recipient(recipient: BounceRecipient) -> str:
    lasting = "permanent" if recipient.permanent else "temporary"
    return f"{recipient.email} {recipient.status or '-'} {lasting}, {recipient.category.value}: {recipient.diagnostic}"
