"""Messages over the size limit: headers, first text, and the names of what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from postroom.drivers.base import LeftOut, RawMail
from postroom.drivers.errors import ProtocolBroken
from postroom.drivers.imap.items import ABOUT, Items, section, shortened_mail
from postroom.drivers.imap.keys import make_key
from postroom.drivers.imap.session import ImapSession
from postroom.drivers.imap.structure import Leaf, boundary_of, is_multipart, leaves
from postroom.drivers.part_names import part_name

TEXT_BYTES = 256 * 1024
"""So much of the first text, and of the headers, is enough to understand what somebody wants."""

MOST_NAMES = 50
"""Left-out parts that are asked for their names."""


def fetch_shortened(session: ImapSession, uidvalidity: int, uid: int, max_size: int) -> RawMail | None:
    """Return the message without what makes it large; None where it has vanished."""
    key = make_key(uidvalidity, uid)
    limit = min(max_size, TEXT_BYTES)
    try:
        structure = _structure(session, uid)
        if structure is None:
            return None
        return _by_structure(session, key, uid, structure, limit)
    except ProtocolBroken:
        # Some servers cannot describe some mails; then the first bytes have to do.
        return _beginning(session, key, uid, limit)


def _structure(session: ImapSession, uid: int) -> Sequence[Any] | None:
    with session.step("fetch", f"structure of UID {uid}"):
        told = session.fetch([uid], ["BODYSTRUCTURE"])
        if uid not in told:
            return None
        structure = told[uid].get(b"BODYSTRUCTURE")
        if not isinstance(structure, tuple):
            raise ProtocolBroken(f"no BODYSTRUCTURE for UID {uid}")
        return structure


def _by_structure(session: ImapSession, key: str, uid: int, structure: Sequence[Any], limit: int) -> RawMail | None:
    parts = list(leaves(structure))
    text = next((part for part in parts if part.is_text), None)
    single = not is_multipart(structure)
    wanted = [*ABOUT, f"BODY.PEEK[HEADER]<0.{TEXT_BYTES}>"]
    if text is not None:
        wanted.append(f"BODY.PEEK[{'TEXT' if single else text.section}]<0.{limit}>")
    if not single:
        wanted.extend(f"BODY.PEEK[{part.section}.MIME]" for part in parts[:MOST_NAMES])
    with session.step("fetch", f"headers and text of UID {uid}"):
        told = session.fetch([uid], wanted)
    if uid not in told:
        return None
    items = told[uid]
    content = _single(items) if single else _multipart(items, text, boundary_of(structure))
    left_out = tuple(_left_out(items, part) for part in parts if part is not text)
    return replace(shortened_mail(key, items, content), left_out=left_out)


def _single(items: Items) -> bytes:
    return (section(items, "HEADER") or b"") + (section(items, "TEXT") or b"")


def _multipart(items: Items, text: Leaf | None, boundary: bytes) -> bytes:
    """Return a mail with its own headers and one part, so that any parser reads it as what it is."""
    lines = [section(items, "HEADER") or b""]
    if text is not None:
        lines += [b"--", boundary, b"\r\n", section(items, f"{text.section}.MIME") or b"\r\n"]
        lines += [section(items, text.section) or b"", b"\r\n"]
    return b"".join([*lines, b"--", boundary, b"--\r\n"])


def _left_out(items: Items, part: Leaf) -> LeftOut:
    return LeftOut(part_name(section(items, f"{part.section}.MIME") or b""), part.content_type, part.size)


def _beginning(session: ImapSession, key: str, uid: int, limit: int) -> RawMail | None:
    with session.step("fetch", f"beginning of UID {uid}"):
        told = session.fetch([uid], [*ABOUT, f"BODY.PEEK[]<0.{limit}>"])
    if uid not in told:
        return None
    return shortened_mail(key, told[uid], section(told[uid], "") or b"")
