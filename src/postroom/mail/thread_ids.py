"""Message-ID, In-Reply-To and References (RFC 5322 section 3.6.4)."""

from __future__ import annotations

import hashlib
import re

_ID = re.compile(r"<\s*([^<>]{1,990}?)\s*>")
_BARE = re.compile(r"[^\s<>,;\"()]+@[^\s<>,;\"()]+")
_BLANKS = re.compile(r"\s+")
_MADE_DOMAIN = "made.postroom.invalid"
MAX_REFERENCES = 200


def parse_ids(value: str) -> tuple[str, ...]:
    """Return the ids of a header without brackets, in order, each once; of very many the oldest and the newest."""
    found = [_BLANKS.sub("", item) for item in _ID.findall(value)] or _BARE.findall(value)
    unique = list(dict.fromkeys(item for item in found if item))
    if len(unique) > MAX_REFERENCES:
        # The first names the thread, the last ones the mail that was answered.
        unique = unique[:1] + unique[1 - MAX_REFERENCES :]
    return tuple(unique)


def is_made(message_id: str) -> bool:
    """Whether `own_id` had to make it, because the mail has none of its own."""
    return message_id.endswith(f"@{_MADE_DOMAIN}")


def own_id(value: str, raw: bytes) -> tuple[str, bool]:
    """Return the Message-ID, and whether it had to be made: of the digest, so that a mail always gets the same."""
    ids = parse_ids(value)
    if ids:
        return ids[0], False
    bare = value.strip().strip("<>").strip()
    if bare and not _BLANKS.search(bare) and len(bare) > 5:
        return bare, False
    return f"{hashlib.sha256(raw).hexdigest()[:40]}@{_MADE_DOMAIN}", True
