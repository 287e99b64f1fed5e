"""The values that reading a mail gives: plain, immutable, free of Django, network and database."""

from __future__ import annotations

import datetime
import enum
import hashlib
from dataclasses import dataclass, field

from postroom.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address header (RFC 5322 section 3.4), decoded.

    `email` is the addr-spec as written (case kept), without angle brackets; empty where there was none.
    """

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One part that is not the body. `content` is decoded; `filename` is never empty and never holds a path."""

    filename: str
    content_type: str
    content: bytes
    content_id: str | None = None
    inline: bool = False
    """The HTML body shows it by its Content-ID."""

    @property
    def size(self) -> int:
        """Length of `content` in bytes."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of `content`."""
        return hashlib.sha256(self.content).hexdigest()


class NatureKind(enum.StrEnum):
    """What kind of sender a mail has, as far as its headers and text say."""

    PERSON = "person"
    AUTO_REPLY = "auto_reply"
    OUT_OF_OFFICE = "out_of_office"
    BOUNCE = "bounce"
    FEEDBACK_REPORT = "feedback_report"
    MAILING_LIST = "mailing_list"
    SYSTEM = "system"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Nature:
    """Whether a person wrote, and whether an automatic answer may go back (RFC 3834)."""

    kind: NatureKind = NatureKind.PERSON
    because: tuple[str, ...] = ()
    """The headers or words that say so, as `Header-Name: value`."""
    may_answer: bool = True


class BounceClass(enum.StrEnum):
    """What a bounce says about the address."""

    ADDRESS = "address"
    FULL = "full"
    TEMPORARY = "temporary"
    REFUSED = "refused"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BounceRecipient:
    """One recipient that a delivery report (RFC 3464) speaks of."""

    email: str
    status: str | None
    """Enhanced status code (RFC 3463), such as `5.1.1`."""
    permanent: bool
    category: BounceClass
    diagnostic: str
    """The server's own words."""
    original_email: str = ""
    """The address the mail was sent to, where the report names another one (Original-Recipient, RFC 3464)."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail could not be delivered, or not yet."""

    recipients: tuple[BounceRecipient, ...]
    original_message_id: str | None
    original_subject: str | None


@dataclass(frozen=True, slots=True)
class Security:
    """Signature and encryption as found, without keys; and what a trusted receiving server wrote down.

    `signature_valid` is None where nothing was verified: no signature, or no key or trust store to verify it with.
    """

    signed: str | None = None
    """`smime`, `pgp` or None."""
    encrypted: str | None = None
    """`smime`, `pgp` or None."""
    signature_valid: bool | None = None
    dmarc: str | None = None
    """Result word of RFC 8601 (pass, fail, none, ...), only from a trusted authserv-id."""


@dataclass(frozen=True, slots=True)
class SenderCheck:
    """One result of a trusted receiving server about who sent a mail (RFC 8601)."""

    method: str
    """`spf`, `dkim`, `dmarc`, `compauth` (Exchange Online's verdict on all of them), ... in lower case."""
    result: str
    """`pass`, `fail`, `softfail`, `none`, ... in lower case."""
    domain: str = ""
    """Whose domain was checked, as far as the server says."""


@dataclass(frozen=True, slots=True)
class InboundMail:
    """A mail as read by `postroom.mail.message.parse`."""

    from_: Address = Address("", "")
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime.datetime | None = None
    """Aware; None where the header is missing or is no date."""
    message_id: str = ""
    """Without angle brackets; never empty: a stable one is made of the digest where the mail has none usable."""
    message_id_made: bool = False
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """Every header of the mail in order, name as written, value unfolded and decoded."""
    text: str = ""
    """The whole body as plain text that reads well, `\\n` line ends."""
    html: str | None = None
    """The whole body as HTML made safe, or None where the mail has no HTML body."""
    new_text: str = ""
    """Only what is newly written: without quoted past and signature."""
    signature: str = ""
    quoted: str = ""
    """What was taken off as past: the rest of `text` beside `new_text` and `signature`."""
    attachments: tuple[Attachment, ...] = ()
    nature: Nature = field(default_factory=Nature)
    bounce: Bounce | None = None
    sender_checks: tuple[SenderCheck, ...] = ()
    """What trusted receiving servers wrote about the sender; every result, DKIM may have several."""
    security: Security = field(default_factory=Security)
    defects: tuple[Sentence, ...] = ()
    """What was odd, repaired or cut, in English sentences for `postroom explain`."""

    def header(self, name: str) -> str:
        """Return the first header of that name (case ignored), or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def header_all(self, name: str) -> tuple[str, ...]:
        """Return every header of that name (case ignored), in order."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)
