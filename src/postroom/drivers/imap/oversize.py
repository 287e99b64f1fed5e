"""Messages over the size limit: their headers and the beginning of their first text."""

from __future__ import annotations

from postroom.drivers.base import RawMail
from postroom.drivers.imap.keys import make_key
from postroom.drivers.imap.session import ImapSession


def fetch_shortened(session: ImapSession, uidvalidity: int, uid: int, max_size: int) -> list[RawMail]:
    """Return the message as far as its first `max_size` bytes go; empty where it has vanished."""
    with session.step("fetch", f"beginning of UID {uid}"):
        told = session.fetch([uid], ["FLAGS", "INTERNALDATE", "RFC822.SIZE", f"BODY.PEEK[]<0.{max_size}>"])
    if uid not in told:
        return []
    items = told[uid]
    flags = {bytes(flag).lower() for flag in items.get(b"FLAGS", ())}
    return [
        RawMail(
            make_key(uidvalidity, uid),
            bytes(items.get(b"BODY[]<0>") or b""),
            int(items[b"RFC822.SIZE"]),
            items.get(b"INTERNALDATE"),
            b"\\seen" in flags,
            complete=False,
        )
    ]
