"""Whole messages in batches, and what to do with the one that spoils its batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postroom.drivers import codes
from postroom.drivers.base import RawMail
from postroom.drivers.errors import DriverError, ProtocolBroken, Refused, Retry
from postroom.drivers.imap.keys import in_slices, make_key
from postroom.drivers.imap.oversize import fetch_shortened
from postroom.drivers.imap.session import ImapSession

BATCH_BYTES = 4_000_000
"""Memory for one answer of the server, beside a single message that is larger."""

BATCH_MESSAGES = 50

SLOWEST_BYTES_PER_SECOND = 20_000
"""What a poor line still carries: the deadline for a batch grows with its size by this."""

_WHOLE = ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]")


def fetch_messages(
    session: ImapSession, uidvalidity: int, uids: Sequence[int], sizes: Mapping[int, int], max_size: int
) -> Iterator[RawMail]:
    """Yield the messages in the order of `uids`. `sizes` are those already known; others are asked for.

    A message that the server cannot hand over is told at the end, by one error, after all others have been yielded.
    """
    unreadable: list[DriverError] = []
    for some in in_slices(uids, BATCH_MESSAGES):
        known = _with_sizes(session, some, sizes)
        for batch in _batches(known, max_size):
            yield from _fetch_batch(session, uidvalidity, batch, max_size, unreadable)
    if unreadable:
        raise _summary(unreadable)


def _with_sizes(session: ImapSession, uids: Sequence[int], sizes: Mapping[int, int]) -> dict[int, int]:
    unknown = [uid for uid in uids if uid not in sizes]
    if not unknown:
        return {uid: sizes[uid] for uid in uids}
    with session.step("fetch", "sizes"):
        told = session.fetch(unknown, ["RFC822.SIZE"])
    found = {uid: int(items[b"RFC822.SIZE"]) for uid, items in told.items() if b"RFC822.SIZE" in items}
    merged = {**sizes, **found}
    return {uid: merged[uid] for uid in uids if uid in merged}


def _batches(sizes: Mapping[int, int], max_size: int) -> Iterator[dict[int, int]]:
    batch: dict[int, int] = {}
    for uid, size in sizes.items():
        alone = size > max_size
        if batch and (alone or sum(batch.values()) + size > BATCH_BYTES):
            yield batch
            batch = {}
        batch[uid] = size
        if alone:
            yield batch
            batch = {}
    if batch:
        yield batch


def _fetch_batch(
    session: ImapSession, uidvalidity: int, batch: Mapping[int, int], max_size: int, unreadable: list[DriverError]
) -> Iterator[RawMail]:
    try:
        yield from _ask(session, uidvalidity, batch, max_size)
    except (ProtocolBroken, Refused) as error:
        if len(batch) == 1:
            unreadable.append(_naming(error, next(iter(batch))))
            return
        for uid, size in batch.items():
            yield from _fetch_batch(session, uidvalidity, {uid: size}, max_size, unreadable)


def _ask(session: ImapSession, uidvalidity: int, batch: Mapping[int, int], max_size: int) -> list[RawMail]:
    """Return the batch, whole, before anything of it is yielded, so that a retry cannot yield a message twice."""
    if next(iter(batch.values())) > max_size:
        return fetch_shortened(session, uidvalidity, next(iter(batch)), max_size)
    size = sum(batch.values())
    seconds = session.settings.timeout + size / SLOWEST_BYTES_PER_SECOND
    with session.step("fetch", f"{len(batch)} messages, {size} bytes", seconds):
        told = session.fetch(list(batch), _WHOLE)
        return [_raw_mail(make_key(uidvalidity, uid), told[uid]) for uid in batch if uid in told]


def _raw_mail(key: str, items: Mapping[bytes, Any]) -> RawMail:
    content = items.get(b"BODY[]")
    if not isinstance(content, bytes):
        raise ProtocolBroken(f"no body for {key}", code=codes.MESSAGE_UNREADABLE)
    flags = {bytes(flag).lower() for flag in items.get(b"FLAGS", ())}
    return RawMail(key, content, len(content), items.get(b"INTERNALDATE"), b"\\seen" in flags)


def _naming(error: DriverError, uid: int) -> DriverError:
    return ProtocolBroken(f"UID {uid}: {error.server_text}", code=codes.MESSAGE_UNREADABLE, step="fetch")


def _summary(unreadable: Sequence[DriverError]) -> DriverError:
    texts = "; ".join(error.server_text for error in unreadable)
    return Refused(texts, code=codes.MESSAGE_UNREADABLE, retry=Retry.LATER, step="fetch")
