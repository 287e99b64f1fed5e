"""The mail that came back: its Message-ID, subject and recipients, in whatever shape it was returned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postroom.mail.encoded_words import decode_text
from postroom.mail.limits import Budget
from postroom.mail.parts import Part

RETURNED_TYPES = frozenset(
    {"message/rfc822", "text/rfc822-headers", "text/rfc822-header", "message/rfc822-headers", "message/global"}
)
_HEADER_LINE = re.compile(r"^[ \t>]*([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:[ \t]*(.*)$")
# Tried only where a word begins: else a long word without "@" would be tried from each of its letters.
_ADDRESS = re.compile(r"(?<![^\s<>\"(),;:\[\]])(?:\"[^\"\s@]{1,64}\"|[^\s<>\"(),;:\[\]]{1,128})@[\w.\-\[\]]{1,253}")


@dataclass(frozen=True, slots=True)
class Original:
    """What is known of the mail that came back."""

    message_id: str | None = None
    subject: str | None = None
    recipients: tuple[str, ...] = ()
    sender: str = ""

    def completed_by(self, other: Original) -> Original:
        """Return this, with what it lacks taken from `other`."""
        return Original(
            message_id=self.message_id or other.message_id,
            subject=self.subject or other.subject,
            recipients=self.recipients or other.recipients,
            sender=self.sender or other.sender,
        )


def from_part(root: Part) -> Original | None:
    """Return what the returned part says, or None where no part was returned."""
    part = next((part for part in root.walk() if part is not root and part.content_type in RETURNED_TYPES), None)
    if part is None:
        return None
    if part.children:
        return from_headers(part.children[0].headers)
    text = part.text if part.text is not None else part.content.decode("utf-8", "replace")
    return from_headers(header_lines(text))


def from_text(text: str) -> Original:
    """Return what header lines quoted in `text` say."""
    return from_headers(header_lines(text))


def from_headers(headers: tuple[tuple[str, str], ...]) -> Original:
    """Return what decoded headers say."""
    first: dict[str, str] = {}
    for name, value in headers:
        first.setdefault(name.lower(), value.strip())
    recipients = addresses(", ".join(first.get(name, "") for name in ("to", "cc", "bcc")))
    return Original(
        message_id=first.get("message-id", "").strip("<> \t") or None,
        subject=_decoded(first.get("subject", "")) or None,
        recipients=recipients,
        sender=next(iter(addresses(first.get("from", ""))), ""),
    )


def _decoded(value: str) -> str:
    """Headers that were returned as text still hold their encoded words (RFC 2047)."""
    return decode_text(value.encode("utf-8", "replace"), Budget()) if "=?" in value else value


def addresses(text: str) -> tuple[str, ...]:
    """Return every address in `text`, in order, each once."""
    return tuple(dict.fromkeys(found.strip(".'`") for found in _ADDRESS.findall(text[:20_000])))


def header_lines(text: str) -> tuple[tuple[str, str], ...]:
    """Return the header lines of `text`, continuation lines joined; other lines are passed over."""
    found: list[tuple[str, str]] = []
    for line in text[:60_000].splitlines()[:1000]:
        match = _HEADER_LINE.match(line)
        if match:
            found.append((match[1], match[2].strip()))
        elif found and line[:1] in (" ", "\t") and line.strip():
            name, value = found[-1]
            found[-1] = (name, f"{value} {line.strip()}")
    return tuple(found)
