"""Messages as MIME, several at a time and yet in order.

Source: "Get MIME content of an Outlook message" (learn.microsoft.com/graph/outlook-get-mime-message).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote

from postroom.drivers import codes
from postroom.drivers.base import Listed, RawMail
from postroom.drivers.errors import NotFound, Refused
from postroom.drivers.graph.asking import Ask
from postroom.drivers.graph.batch import MOST, Small, in_batches, reply_error
from postroom.drivers.graph.client import GraphClient
from postroom.drivers.graph.gate import AT_ONCE
from postroom.drivers.graph.listing import FIELDS, SIZE, as_listed
from postroom.drivers.graph.oversize import fetch_shortened
from postroom.drivers.unreadable import Unreadable

LARGE = 8 * 1024 * 1024
"""Messages over this size are fetched one at a time, so that not four of them lie in memory at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """A message that lies in the folder now."""

    listed: Listed
    path: str


def fetch_messages(client: GraphClient, folder: str, keys: Sequence[str], max_size: int) -> Iterator[RawMail]:
    """Yield the messages of `keys` that lie in the folder, in order, whole up to `max_size` bytes.

    Raises Refused (`message-unreadable`) at the very end for messages that the server could not hand over.
    """
    unreadable = Unreadable()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="graph") as pool:
        for start in range(0, len(keys), MOST):
            found = messages_in_folder(client, "fetch", folder, keys[start : start + MOST])
            yield from _in_order(pool, client, found, max_size, unreadable)
    unreadable.tell()


def messages_in_folder(client: GraphClient, step: str, folder: str, keys: Sequence[str]) -> list[Found]:
    """Return those of `keys` that are in the folder: an immutable id also finds what was moved elsewhere."""
    paths = [f"{client.settings.user_path}/messages/{quote(key, safe='')}" for key in keys]
    query = f"$select={FIELDS},parentFolderId&$expand={quote(SIZE, safe='')}"
    replies = in_batches(client, step, [Small("GET", f"{path}?{query}") for path in paths])
    found = []
    for path, reply in zip(paths, replies, strict=True):
        if reply.is_success and reply.body.get("parentFolderId") == folder:
            found.append(Found(as_listed(reply.body), path))
        elif not reply.is_success and not isinstance(problem := reply_error(reply, step), NotFound):
            raise problem
    return found


def _in_order(
    pool: ThreadPoolExecutor, client: GraphClient, found: Sequence[Found], max_size: int, unreadable: Unreadable
) -> Iterator[RawMail]:
    coming: deque[tuple[Found, Future[RawMail | None]]] = deque()
    left = deque(found)
    try:
        while left or coming:
            while left and _may_begin(left[0], coming):
                one = left.popleft()
                coming.append((one, pool.submit(_fetch, client, one, max_size)))
            one, future = coming.popleft()
            mail = _result(one, future, unreadable)
            if mail is not None:
                yield mail
    finally:
        for _, future in coming:
            future.cancel()


def _may_begin(one: Found, coming: deque[tuple[Found, Future[RawMail | None]]]) -> bool:
    if not coming:
        return True
    small = one.listed.size <= LARGE and all(other.listed.size <= LARGE for other, _ in coming)
    return small and len(coming) < AT_ONCE


def _result(one: Found, future: Future[RawMail | None], unreadable: Unreadable) -> RawMail | None:
    try:
        return future.result()
    except NotFound:
        # Deleted since the look into the folder.
        return None
    except Refused as error:
        if error.code != codes.COMMAND_REFUSED:
            raise
        unreadable.add(one.listed.key, error)
        return None


def _fetch(client: GraphClient, one: Found, max_size: int) -> RawMail | None:
    listed = one.listed
    if listed.size > max_size:
        return fetch_shortened(client, one.path, listed, max_size)
    told = client.ask(Ask("fetch", "GET", f"{one.path}/$value", most=max_size, expected=listed.size))
    if not told.whole:
        # As MIME it is larger than as the property says.
        return fetch_shortened(client, one.path, listed, max_size)
    return RawMail(listed.key, told.content, len(told.content), listed.received, listed.seen)
