"""Whole messages in batches, and what to do with the one that spoils its batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postroom.drivers import codes
from postroom.drivers.base import RawMail
from postroom.drivers.errors import ProtocolBroken, Refused
from postroom.drivers.imap.items import ABOUT, Items, is_seen, received_of, section
from postroom.drivers.imap.keys import in_slices, make_key
from postroom.drivers.imap.oversize import fetch_shortened
from postroom.drivers.imap.session import ImapSession
from postroom.drivers.unreadable import Unreadable

BATCH_BYTES = 4_000_000
"""Memory for one answer of the server, beside a single message that is larger."""

BATCH_MESSAGES = 50

SLOWEST_BYTES_PER_SECOND = 20_000
"""What a poor line still carries: the deadline for a batch grows with its size by this."""


def fetch_messages(
    session: ImapSession, uidvalidity: int, uids: Sequence[int], sizes: Mapping[int, int], max_size: int
) -> Iterator[RawMail]:
    """Yield the messages in the order of `uids`. `sizes` are those already known; others are asked for.

    A message that the server cannot hand over is told at the end, by one error, after all others have been yielded.
    """
    fetching = _Fetching(session, uidvalidity, max_size)
    for some in in_slices(uids, BATCH_MESSAGES):
        for batch in _batches(_with_sizes(session, some, sizes), max_size):
            yield from fetching.batch(batch)
    fetching.unreadable.tell()


@dataclass(slots=True)
class _Fetching:
    session: ImapSession
    uidvalidity: int
    max_size: int
    unreadable: Unreadable = field(default_factory=Unreadable)

    def batch(self, sizes: Mapping[int, int]) -> Iterator[RawMail]:
        """Yield a batch; where it fails as a whole, each of its messages by itself."""
        try:
            yield from self._ask(sizes)
        except (ProtocolBroken, Refused) as error:
            if len(sizes) == 1:
                self.unreadable.add(make_key(self.uidvalidity, next(iter(sizes))), error)
                return
            for uid, size in sizes.items():
                yield from self.batch({uid: size})

    def _ask(self, sizes: Mapping[int, int]) -> list[RawMail]:
        """Return the whole batch before any of it is yielded, so that asking again yields nothing twice."""
        first, size = next(iter(sizes.items()))
        if size > self.max_size:
            mail = fetch_shortened(self.session, self.uidvalidity, first, self.max_size)
            return [] if mail is None else [mail]
        return self._ask_whole(sizes)

    def _ask_whole(self, sizes: Mapping[int, int]) -> list[RawMail]:
        session, size = self.session, sum(sizes.values())
        seconds = session.settings.timeout + size / SLOWEST_BYTES_PER_SECOND
        with session.step("fetch", f"{len(sizes)} messages, {size} bytes", seconds):
            told = session.fetch(list(sizes), [*ABOUT, "BODY.PEEK[]"])
            return [_raw_mail(make_key(self.uidvalidity, uid), told[uid]) for uid in sizes if uid in told]


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


def _raw_mail(key: str, items: Items) -> RawMail:
    content = section(items, "")
    if content is None:
        raise ProtocolBroken(f"no body for {key}", code=codes.MESSAGE_UNREADABLE)
    return RawMail(key, content, len(content), received_of(items), is_seen(items))
