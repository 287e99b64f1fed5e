"""Parts that are not the body, as files with a usable name."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable

from postroom.mail.parts import Part
from postroom.mail.structure import MESSAGE_TYPES
from postroom.mail.values import Attachment

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f"<>:|?*\u202a-\u202e\u2066-\u2069\ufeff]')
_SEPARATORS = re.compile(r"[\\/]")
_LONGEST_NAME = 180
_NAMES = {
    "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "disposition-notification.txt",
    "message/feedback-report": "feedback-report.txt",
    "text/calendar": "invitation.ics",
    "text/html": "message.html",
    "text/rfc822-headers": "headers.txt",
}


def as_attachments(parts: Iterable[Part], shown: frozenset[str]) -> tuple[Attachment, ...]:
    """Return the parts as attachments; those whose content id is in `shown` are inline."""
    return tuple(_as_attachment(part, shown, number) for number, part in enumerate(parts, 1))


def _as_attachment(part: Part, shown: frozenset[str], number: int) -> Attachment:
    return Attachment(
        filename=file_name(part, number),
        content_type=part.content_type,
        content=content_of(part),
        content_id=part.content_id or None,
        inline=bool(part.content_id) and part.content_id in shown,
    )


def content_of(part: Part) -> bytes:
    """Return the bytes of a file: of an attached mail, its source as it came."""
    if part.content_type in MESSAGE_TYPES and part.children:
        return part.children[0].raw
    return part.content


def file_name(part: Part, number: int) -> str:
    """Return the name the mail gives without any path, or one made of what the part is; never empty."""
    name = clean_name(part.filename)
    if not name and part.content_type in MESSAGE_TYPES and part.children:
        subject = clean_name(_SEPARATORS.sub("-", part.children[0].header("subject")))
        name = f"{subject or 'mail'}.eml"
    if not name:
        described = clean_name(_SEPARATORS.sub("-", part.header("content-description")))
        name = described if "." in described else ""
    if name and part.content_type == "application/applefile":
        # The half of an Apple double file that holds icons and such bears the name of the other half.
        return f"._{name}"
    return name or _NAMES.get(part.content_type) or f"attachment-{number}{_extension(part)}"


def clean_name(name: str) -> str:
    """Return the last component of a file name without what no file system or browser should be given."""
    last = _SEPARATORS.split(_FORBIDDEN.sub("", name))[-1].strip().strip(".") or ""
    if len(last) <= _LONGEST_NAME:
        return last
    stem, dot, suffix = last.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 20]}.{suffix[:19]}" if dot and len(suffix) < 20 else last[:_LONGEST_NAME]


def _extension(part: Part) -> str:
    return mimetypes.guess_extension(part.content_type) or ".bin"
