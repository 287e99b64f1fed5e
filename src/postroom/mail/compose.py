"""An answer as bytes that any mail server takes: pure ASCII, short lines, CRLF (RFC 5322, RFC 2045 to 2047, RFC 2231).

The same value always gives the same bytes, so a second attempt to send is the same message.
"""

from __future__ import annotations

import datetime
import email.utils
from collections.abc import Iterator
from dataclasses import dataclass

from postroom.mail.compose_addresses import Uncomposable, ascii_address
from postroom.mail.compose_headers import address_header, ids_header, text_header
from postroom.mail.compose_parts import Built, file_part, multipart, text_part
from postroom.mail.values import Address, Attachment

__all__ = ["OutgoingMail", "Uncomposable", "compose", "envelope_recipients", "needs_smtputf8"]

REFERENCES_LIMIT = 30_000
"""Characters of References. Some servers refuse headers beyond 32 KB."""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """Everything that makes a mail. Message-IDs stand without angle brackets."""

    from_: Address
    to: tuple[Address, ...]
    subject: str
    message_id: str
    date: datetime.datetime
    """Aware."""
    text: str
    """Also what readers without HTML see."""
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    """Only in the envelope, never in a header."""
    reply_to: tuple[Address, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    """Oldest first."""
    html: str | None = None
    inline: tuple[Attachment, ...] = ()
    """Images that `html` shows as `cid:` and their `content_id`; without `html` they go as attachments."""
    attachments: tuple[Attachment, ...] = ()
    auto: bool = False
    """Written by the program, not by a person: marked so that nothing answers it automatically (RFC 3834)."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers, name and text."""


def compose(mail: OutgoingMail) -> bytes:
    """Return the whole message.

    Raises Uncomposable where an address, a header name or the date cannot stand in a mail. Line breaks in a value
    become spaces, so no value can add a header.
    """
    body = _body(mail)
    lines = [*_headers(mail), b"MIME-Version: 1.0", *body.headers]
    return b"\r\n".join([*lines, b"", body.content])


def envelope_recipients(mail: OutgoingMail) -> list[str]:
    """Return every recipient once, hidden ones too, domains as A-labels. Raises Uncomposable."""
    everybody = (ascii_address(address.email) for address in (*mail.to, *mail.cc, *mail.bcc))
    return list(dict.fromkeys(everybody))


def needs_smtputf8(mail: OutgoingMail) -> bool:
    """Whether an address has letters outside ASCII before its @, so that the server must offer SMTPUTF8 (RFC 6531)."""
    everybody = (mail.from_, *mail.to, *mail.cc, *mail.bcc, *mail.reply_to)
    return not all(ascii_address(address.email).isascii() for address in everybody)


def _headers(mail: OutgoingMail) -> Iterator[bytes]:
    if mail.date.tzinfo is None:
        raise Uncomposable("the date has no time zone")
    yield address_header("From", [mail.from_])
    yield from _recipient_headers(mail)
    yield text_header("Subject", mail.subject)
    yield text_header("Date", email.utils.format_datetime(mail.date))
    yield ids_header("Message-ID", [mail.message_id], REFERENCES_LIMIT)
    if mail.in_reply_to:
        yield ids_header("In-Reply-To", [mail.in_reply_to], REFERENCES_LIMIT)
    if mail.references:
        yield ids_header("References", mail.references, REFERENCES_LIMIT)
    if mail.auto:
        yield from _auto_headers(mail)
    for name, value in mail.headers:
        yield text_header(name, value)


def _recipient_headers(mail: OutgoingMail) -> Iterator[bytes]:
    if mail.to:
        yield address_header("To", mail.to)
    elif not mail.cc:
        # RFC 5322 section 3.4: an empty group, because some servers refuse a mail without any recipient header.
        yield b"To: undisclosed-recipients:;"
    if mail.cc:
        yield address_header("Cc", mail.cc)
    if mail.reply_to:
        yield address_header("Reply-To", mail.reply_to)


def _auto_headers(mail: OutgoingMail) -> Iterator[bytes]:
    yield b"Auto-Submitted: auto-replied" if mail.in_reply_to else b"Auto-Submitted: auto-generated"
    # Exchange goes by this one: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcmail
    yield b"X-Auto-Response-Suppress: All"
    yield b"Precedence: bulk"
    yield b"X-Loop: yes"


def _body(mail: OutgoingMail) -> Built:
    files = mail.attachments if mail.html is not None else (*mail.inline, *mail.attachments)
    words = _words(mail)
    if not files:
        return words
    return multipart("mixed", [words, *(file_part(file) for file in files)], mail.message_id)


def _words(mail: OutgoingMail) -> Built:
    plain = text_part("plain", mail.text)
    if mail.html is None:
        return plain
    rich = text_part("html", mail.html)
    if mail.inline:
        images = [file_part(image, inline=True) for image in mail.inline]
        rich = multipart("related", [rich, *images], mail.message_id, root_type="text/html")
    return multipart("alternative", [plain, rich], mail.message_id)
