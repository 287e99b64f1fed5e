"""Keys of messages: `UIDVALIDITY:UID` (RFC 3501 section 2.3.1.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postroom.drivers import codes
from postroom.drivers.errors import NotFound


def make_key(uidvalidity: int, uid: int) -> str:
    """Return the key of a message."""
    return f"{uidvalidity}:{uid}"


def uids_of(keys: Sequence[str], uidvalidity: int) -> list[int]:
    """Return the UIDs of keys of the folder as it stands now.

    Raises NotFound with code `uidvalidity-changed` where a key is of a folder before it: a UID alone means nothing.
    """
    uids = []
    for key in keys:
        validity, _, uid = key.partition(":")
        if validity != str(uidvalidity) or not uid.isdigit():
            raise NotFound(f"key {key}, UIDVALIDITY now {uidvalidity}", code=codes.UIDVALIDITY_CHANGED)
        uids.append(int(uid))
    return uids


def in_slices(uids: Sequence[int], length: int) -> Iterator[Sequence[int]]:
    """Yield the UIDs in runs of at most `length`: command lines must stay below 8,000 characters (RFC 7162)."""
    for start in range(0, len(uids), length):
        yield uids[start : start + length]
