"""What lies in a folder, and what has changed there.

Sources: "List messages", "message: delta" and "Use delta query to track changes in Microsoft Graph data"
(learn.microsoft.com/graph). A message tells its size only as the MAPI property PidTagMessageSize (0x0E08).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from postroom.drivers import codes
from postroom.drivers.base import Listed, Survey
from postroom.drivers.errors import DriverError, NotFound
from postroom.drivers.graph.asking import Ask
from postroom.drivers.graph.batch import Small, in_batches, reply_error
from postroom.drivers.graph.client import GraphClient

PAGE = 500
"""Messages asked for at once. Graph allows 1,000 and grows slow there once properties are expanded."""

FIELDS = "id,receivedDateTime,isRead"
SIZE = "singleValueExtendedProperties($filter=id eq 'Long 0x0E08')"


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of a folder since a delta link.

    `listed` came or changed, `removed` keys are no longer in the folder, `link` is where to go on next time. Where
    `full` is True, `listed` is everything there is and nothing can be said of what was removed.
    """

    listed: tuple[Listed, ...]
    removed: tuple[str, ...]
    link: str
    full: bool


def list_messages(client: GraphClient, folder: str) -> list[Listed]:
    """Return every message of the folder, oldest first."""
    # Oldest first also keeps the pages in place while new mail comes.
    params = {"$select": FIELDS, "$expand": SIZE, "$orderby": "receivedDateTime asc", "$top": str(PAGE)}
    found: dict[str, Listed] = {}
    with client.step("list", "messages"):
        for page in client.pages(Ask("list", "GET", messages_path(client, folder), params)):
            found |= {one.key: one for one in map(as_listed, page.get("value", []))}
    return list(found.values())


def survey_messages(client: GraphClient, folder: str) -> Survey:
    """Count what lies in the folder."""
    path = f"{client.settings.user_path}/mailFolders/{folder}"
    counts = client.ask(Ask("list", "GET", path, {"$select": "totalItemCount,unreadItemCount"})).json()
    oldest, newest = (_edge(client, folder, direction) for direction in ("asc", "desc"))
    return Survey(int(counts["totalItemCount"]), int(counts["unreadItemCount"]), oldest, newest)


def list_changes(client: GraphClient, folder: str, link: str | None) -> Changes:
    """Return what changed since `link`; everything, with `full`, where there is none or Graph no longer knows it."""
    with client.step("list", "changes"):
        if link is None:
            return _round(client, _first(client, folder), full=True)
        try:
            return _round(client, Ask("list", "GET", client.same_origin(link), prefer=_PAGES), full=False)
        except DriverError as error:
            if error.code != codes.GRAPH_DELTA_LOST:
                raise
            return _round(client, _first(client, folder), full=True)


def message_ids(client: GraphClient, keys: Sequence[str]) -> dict[str, str]:
    """Return the Message-IDs of messages by their keys, as far as they are there and have one."""
    base = f"{client.settings.user_path}/messages"
    with client.step("list", f"Message-IDs of {len(keys)} messages"):
        asked = [Small("GET", f"{base}/{quote(key, safe='')}?$select=internetMessageId") for key in keys]
        replies = list(in_batches(client, "list", asked))
    found: dict[str, str] = {}
    for key, reply in zip(keys, replies, strict=True):
        if reply.is_success:
            found[key] = str(reply.body.get("internetMessageId") or "")
        elif not isinstance(problem := reply_error(reply, "list"), NotFound):
            raise problem
    return {key: named for key, named in found.items() if named}


def messages_path(client: GraphClient, folder: str) -> str:
    """Return the path of the folder's messages."""
    return f"{client.settings.user_path}/mailFolders/{folder}/messages"


def as_listed(one: Mapping[str, Any]) -> Listed:
    """Return a message of Graph's JSON. Its size is 0 where Graph does not tell it."""
    sizes = one.get("singleValueExtendedProperties") or []
    size = int(sizes[0]["value"]) if sizes else 0
    return Listed(str(one["id"]), size, moment(one.get("receivedDateTime")), bool(one.get("isRead")))


def moment(text: str | None) -> datetime.datetime | None:
    """Return a time of Graph's JSON, which is always UTC."""
    return datetime.datetime.fromisoformat(text) if text else None


_PAGES = f"odata.maxpagesize={PAGE}"


def _first(client: GraphClient, folder: str) -> Ask:
    params = {"$select": FIELDS, "$expand": SIZE}
    return Ask("list", "GET", f"{messages_path(client, folder)}/delta", params, prefer=_PAGES)


def _round(client: GraphClient, ask: Ask, *, full: bool) -> Changes:
    listed: dict[str, Listed] = {}
    removed: dict[str, None] = {}
    link = ""
    for page in client.pages(ask):
        for one in page.get("value", []):
            # The same message may come several times in a round; the last word counts.
            key = str(one["id"])
            listed.pop(key, None)
            removed.pop(key, None)
            if "@removed" in one:
                removed[key] = None
            else:
                listed[key] = as_listed(one)
        link = page.get("@odata.deltaLink", link)
    return Changes(tuple(listed.values()), tuple(removed), link, full)


def _edge(client: GraphClient, folder: str, direction: str) -> datetime.datetime | None:
    params = {"$select": "receivedDateTime", "$orderby": f"receivedDateTime {direction}", "$top": "1"}
    found = client.ask(Ask("list", "GET", messages_path(client, folder), params)).json().get("value", [])
    return moment(found[0].get("receivedDateTime")) if found else None
