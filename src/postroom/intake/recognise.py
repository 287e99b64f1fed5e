"""Recognising mail that the ledger has where the server names it otherwise than before: by IMAP, then by Graph, say.

Content alone does not do: Exchange builds the bytes of a mail anew for each protocol. So what lies in the folder is
matched by Message-ID, and mail without one by its second of arrival, with what was seen in the same folder before. Each
mail of the ledger is matched once: where a Message-ID lies there more often than it was imported, the rest is new.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from email.parser import BytesHeaderParser

from django.db.models import F, Q, QuerySet

from postroom.drivers.base import Listed, Source
from postroom.mail.thread_ids import is_made, own_id
from postroom.models import Channel, Inbound, Sighting

AT_ONCE = 500
"""Messages asked for and noted together."""


def recognise(channel: Channel, source: Source, listed: Sequence[Listed]) -> None:
    """Note what the ledger has as seen under the keys it has now, settled or not as it was before."""
    sightings = Sighting.objects.filter(channel=channel, folder=channel.folder)
    if not sightings.exists():
        return
    seen = dict(sightings.filter(server_key__in=[one.key for one in listed]).values_list("server_key", "inbound_id"))
    taken = set(seen.values())
    unknown = [one for one in listed if one.key not in seen]
    for start in range(0, len(unknown), AT_ONCE):
        some = unknown[start : start + AT_ONCE]
        named = {key: _name(header) for key, header in source.message_ids([one.key for one in some]).items()}
        known = _Known(_candidates(sightings, some, named), taken)
        found = [(one, known.take(named.get(one.key, ""), one.received)) for one in some]
        Sighting.objects.bulk_create([_again(one, before) for one, before in found if before], ignore_conflicts=True)


def _candidates(
    sightings: QuerySet[Sighting], listed: Sequence[Listed], named: Mapping[str, str]
) -> QuerySet[Sighting]:
    """Return what these messages may be; those settled last, so that they count where there are several of one mail."""
    moments = [one.received for one in listed if not named.get(one.key)]
    same = (
        Q(inbound__message_id__in=set(named.values())) | Q(inbound__message_id="") | Q(inbound__received_at__in=moments)
    )
    found = sightings.filter(same).select_related("inbound").defer("inbound__trace")
    return found.order_by(F("settled_at").asc(nulls_first=True))


class _Known:
    """What was seen in the folder before, by what tells it from others; each mail is taken once."""

    def __init__(self, sightings: Iterable[Sighting], taken: set[int]) -> None:
        self._taken = taken
        self._by_name: dict[str, list[Sighting]] = defaultdict(list)
        self._by_moment: dict[datetime.datetime, list[Sighting]] = defaultdict(list)
        for sighting in {one.inbound_id: one for one in sightings}.values():
            row = sighting.inbound
            name = row.message_id or _stored_name(row)
            if name and not is_made(name):
                self._by_name[name].append(sighting)
            elif row.received_at:
                self._by_moment[row.received_at].append(sighting)

    def take(self, name: str, received: datetime.datetime | None) -> Sighting | None:
        """Return an earlier sighting of the mail; None where there is none left."""
        known = self._by_name.get(name, []) if name else self._by_moment.get(received, []) if received else []
        left = [sighting for sighting in known if sighting.inbound_id not in self._taken]
        if not left:
            return None
        self._taken.add(left[0].inbound_id)
        return left[0]


def _again(one: Listed, before: Sighting) -> Sighting:
    return Sighting(
        channel_id=before.channel_id,
        folder=before.folder,
        server_key=one.key,
        inbound_id=before.inbound_id,
        settled_at=before.settled_at,
    )


def _stored_name(row: Inbound) -> str:
    """Return the Message-ID of mail that was stored and never processed: the row does not have it yet."""
    return _name(str(BytesHeaderParser().parsebytes(bytes(row.raw.content)).get("Message-ID", "")))


def _name(header: str) -> str:
    name, made = own_id(header, b"")
    return "" if made else name
