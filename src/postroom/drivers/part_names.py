"""The file name in the headers of a MIME part."""

from __future__ import annotations

import email
import email.errors
import email.header


def part_name(headers: bytes) -> str:
    """Return the decoded file name (RFC 2231, or RFC 2047 as many programs write it), empty where there is none."""
    name = email.message_from_bytes(headers).get_filename("")
    try:
        return str(email.header.make_header(email.header.decode_header(name)))
    except (LookupError, ValueError, email.errors.HeaderParseError):
        return name
