"""One look into a channel's mailbox: what is new is stored, what is stored is settled on the server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import structlog
from django.db.models import F, Q
from django.utils import timezone

from postroom.channels.health import failed, succeeded
from postroom.channels.registry import open_source
from postroom.drivers import codes
from postroom.drivers.base import AfterImport, Listed, RawMail, Settled, Source
from postroom.drivers.errors import DriverError, Refused
from postroom.enqueue import POLL, enqueue
from postroom.intake.following import go_on_from, look_into
from postroom.intake.store import store
from postroom.models import Channel, Direction, Sighting
from postroom.models.locks import LockSpace, try_lock
from postroom.stopping import stopping

log = structlog.get_logger(__name__)

BATCH_MAILS = 100
BATCH_BYTES = 16 * 1024 * 1024
LARGEST_FETCHED = 150 * 1024 * 1024
"""Bytes; Exchange Online takes no larger mail. What is larger still comes with headers and text only."""


def poll(channel_id: int) -> int:
    """Fetch what is new in the channel's folder and return how many mails were.

    One look at a time, whatever the number of machines: where another is under way, that one looks once more when it
    ends. An error of the server stands on the channel afterwards; it is never reported as "nothing new".
    """
    channels = Channel.objects.filter(pk=channel_id, active=True)
    channels.update(poll_wanted_at=timezone.now())
    wanted = channels.filter(Q(polled_at__isnull=True) | Q(polled_at__lt=F("poll_wanted_at")))
    fetched = 0
    while wanted.exists():
        if stopping():
            # The watcher may be on another machine, which would not look again for minutes.
            enqueue(POLL, channel_id=channel_id)
            return fetched
        with try_lock(LockSpace.POLL, channel_id) as got:
            if not got:
                return fetched
            # Only now: a channel that was converted in between must not be read once more as it was.
            channel = channels.first()
            mails = _look(channel) if channel else None
        if mails is None:
            return fetched
        fetched += mails
    return fetched


def _look(channel: Channel) -> int | None:
    """Look once; None where it failed."""
    began = timezone.now()
    try:
        with open_source(channel) as source:
            fetched, warnings = _walk(channel, source)
    except DriverError as error:
        log.warning("fetching failed", channel=channel.pk, code=error.code, step=error.step)
        failed(channel, Direction.IN, error)
        return None
    succeeded(channel, Direction.IN, warnings)
    if not stopping():
        Channel.objects.filter(pk=channel.pk).update(polled_at=began)
    return fetched


def _walk(channel: Channel, source: Source) -> tuple[int, tuple[str, ...]]:
    look = look_into(channel, source)
    listed = look.listed
    warnings = list(_remove_leftovers(channel, source))
    settled_keys, unsettled_keys = _seen(channel, listed)
    warnings += _settle(channel, source, unsettled_keys).warnings
    fetched = 0
    new = [item for item in listed if item.key not in settled_keys and item.key not in set(unsettled_keys)]
    for batch in batches(new):
        if stopping() or not Channel.objects.filter(pk=channel.pk, active=True).exists():
            return fetched, tuple(dict.fromkeys(warnings))
        mails, unreadable = _fetch(source, [item.key for item in batch])
        store(channel, channel.folder, mails)
        warnings += [*unreadable, *_settle(channel, source, _settleable(mails)).warnings]
        _keep_on_server(channel, mails)
        fetched += len(mails)
    if not warnings:
        go_on_from(channel, look.mark)
    return fetched, tuple(dict.fromkeys(warnings))


def _fetch(source: Source, keys: Sequence[str]) -> tuple[list[RawMail], list[str]]:
    """Return the messages, and the server's words about those it cannot hand over: they must not hold up the rest."""
    mails: list[RawMail] = []
    try:
        for mail in source.fetch(keys, LARGEST_FETCHED):
            mails.append(mail)
    except Refused as refused:
        if refused.code != codes.MESSAGE_UNREADABLE:
            raise
        return mails, [refused.server_text]
    return mails, []


def batches(listed: Sequence[Listed]) -> Iterator[list[Listed]]:
    """Cut a listing so that each piece is a transaction of bearable size."""
    batch: list[Listed] = []
    size = 0
    for item in listed:
        if batch and (len(batch) >= BATCH_MAILS or size + item.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item.size
    if batch:
        yield batch


def _remove_leftovers(channel: Channel, source: Source) -> Sequence[str]:
    """Delete once more what is ours and only marked: we were cut off, or the server refused (Exchange, for hours).

    Where mail is kept it was somebody else who marked it, and where we stored a part only it is the one whole copy.
    """
    keys = source.leftovers()
    if not keys or channel.after_import == AfterImport.MARK_READ:
        return ()
    whole = Sighting.objects.filter(channel=channel, folder=channel.folder, inbound__complete=True)
    ours = list(whole.filter(server_key__in=list(keys)).values_list("server_key", flat=True))
    if not ours:
        return ()
    result = source.settle(ours, AfterImport.DELETE)
    _mark_settled(channel, result.done)
    return result.warnings


def _seen(channel: Channel, listed: Sequence[Listed]) -> tuple[set[str], list[str]]:
    """Return the keys that are done with, and those that are stored but were never settled (we were cut off)."""
    rows = Sighting.objects.filter(
        channel=channel, folder=channel.folder, server_key__in=[item.key for item in listed]
    ).values_list("server_key", "settled_at")
    settled = {key for key, settled_at in rows if settled_at}
    return settled, [key for key, settled_at in rows if not settled_at]


def _settle(channel: Channel, source: Source, keys: Sequence[str]) -> Settled:
    if not keys:
        return Settled(())
    result = source.settle(keys, AfterImport(channel.after_import), channel.move_to)
    _mark_settled(channel, result.done)
    return result


def _settleable(mails: Sequence[RawMail]) -> list[str]:
    """A mail that could not be fetched whole stays where it is: it is the only whole copy."""
    return [mail.key for mail in mails if mail.complete]


def _keep_on_server(channel: Channel, mails: Sequence[RawMail]) -> None:
    _mark_settled(channel, [mail.key for mail in mails if not mail.complete])


def _mark_settled(channel: Channel, keys: Sequence[str]) -> None:
    Sighting.objects.filter(channel=channel, folder=channel.folder, server_key__in=list(keys)).update(
        settled_at=timezone.now()
    )
