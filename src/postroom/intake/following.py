"""What may be new in a channel's folder: what changed since the last look where the server tells, else everything.

A mark is noted only once everything up to it is stored and settled. After a crash, or while one mail cannot be fetched,
the same changes come again, and the ledger knows what it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from postroom.drivers.base import Following, Listed, Source
from postroom.intake.recognise import recognise
from postroom.models import Channel, FolderMark


@dataclass(frozen=True, slots=True)
class Look:
    """What may be new, oldest first, and up to where that is; `mark` is empty where the server tells no changes."""

    listed: Sequence[Listed]
    mark: str = ""


def look_into(channel: Channel, source: Source) -> Look:
    """Ask the source. Where the keys of the channel have changed, messages that it has are recognised first."""
    look = _ask(channel, source)
    if channel.keys_changed_at is not None:
        recognise(channel, source, look.listed)
        Channel.objects.filter(pk=channel.pk, keys_changed_at=channel.keys_changed_at).update(keys_changed_at=None)
    return look


def go_on_from(channel: Channel, mark: str) -> None:
    """Let the next look begin where this one ended."""
    if mark:
        FolderMark.objects.bulk_create(
            [FolderMark(channel=channel, folder=channel.folder, mark=mark, noted_at=timezone.now())],
            update_conflicts=True,
            unique_fields=["channel", "folder"],
            update_fields=["mark", "noted_at"],
        )


def _ask(channel: Channel, source: Source) -> Look:
    if not isinstance(source, Following):
        return Look(source.list())
    known = None if channel.keys_changed_at else channel.marks.filter(folder=channel.folder).first()
    news = source.news_since(known.mark if known else "")
    return Look(news.listed, news.mark)
