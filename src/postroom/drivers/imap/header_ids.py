"""The Message-IDs of many messages, without the messages."""

from __future__ import annotations

from collections.abc import Sequence
from email.parser import BytesHeaderParser

from postroom.drivers.imap.items import Items
from postroom.drivers.imap.keys import in_slices
from postroom.drivers.imap.session import ImapSession

_AT_ONCE = 500


def fetch_message_ids(session: ImapSession, uids: Sequence[int]) -> dict[int, str]:
    """Return by UID what the header says, as far as messages are there and have one."""
    found: dict[int, str] = {}
    for some in in_slices(uids, _AT_ONCE):
        with session.step("list", f"Message-IDs of {len(some)} messages"):
            told = session.fetch(list(some), ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
        found |= {uid: _named(items) for uid, items in told.items() if uid in some}
    return {uid: named for uid, named in found.items() if named}


def _named(items: Items) -> str:
    # Servers repeat the section in spellings of their own, so its name is not compared beyond its beginning.
    header = next((value for name, value in items.items() if name.upper().startswith(b"BODY[HEADER.FIELDS")), b"")
    return str(BytesHeaderParser().parsebytes(header or b"").get("Message-ID", "")).strip()
