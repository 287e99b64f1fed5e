"""Data items of a FETCH answer (RFC 3501 section 7.4.2) as IMAPClient parsed them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from postroom.drivers.base import RawMail

Items = Mapping[bytes, Any]
"""The items of one message by name; unsolicited ones may be among them."""

ABOUT = ("FLAGS", "INTERNALDATE", "RFC822.SIZE")
"""What to ask for beside content."""


def received_of(items: Items) -> datetime.datetime | None:
    """Return INTERNALDATE as an aware time in UTC; None where missing or broken."""
    received = items.get(b"INTERNALDATE")
    return received.astimezone(datetime.UTC) if isinstance(received, datetime.datetime) else None


def is_seen(items: Items) -> bool:
    """Whether the flags hold \\Seen, whatever its case."""
    return b"\\seen" in {
        str(flag).lower().encode() if isinstance(flag, int) else flag.lower() for flag in _flags(items)
    }


def section(items: Items, name: str) -> bytes | None:
    """Return the content of a body section such as `HEADER` or `1.MIME`, also where only its beginning was asked."""
    wanted = f"BODY[{name}]".upper().encode()
    found = next((value for key, value in items.items() if key.upper().startswith(wanted)), None)
    return found if isinstance(found, bytes) else None


def shortened_mail(key: str, items: Items, content: bytes) -> RawMail:
    """Return a message of which only `content` was fetched."""
    size = items.get(b"RFC822.SIZE")
    return RawMail(
        key,
        content,
        size if isinstance(size, int) else len(content),
        received_of(items),
        is_seen(items),
        complete=False,
    )


def _flags(items: Items) -> tuple[Any, ...]:
    flags = items.get(b"FLAGS", ())
    return flags if isinstance(flags, tuple) else ()
