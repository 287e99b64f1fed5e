"""A folder of a Microsoft 365 mailbox as a Source."""

from __future__ import annotations

import builtins
import datetime
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Self

from postroom.drivers.base import AfterImport, Folder, Listed, News, RawMail, Settled, StepListener, Survey
from postroom.drivers.graph.client import GraphClient
from postroom.drivers.graph.fetching import fetch_messages
from postroom.drivers.graph.folders import find_folder, inbox_id, is_inbox, list_folders
from postroom.drivers.graph.listing import Changes, list_changes, list_messages, message_ids, survey_messages
from postroom.drivers.graph.settings import GraphSettings, TokenSource
from postroom.drivers.graph.settling import settle_messages
from postroom.drivers.graph.subscriptions import (
    Subscription,
    create_subscription,
    delete_subscription,
    renew_subscription,
)

LOOK_SECONDS = 1.0
_BEFORE_ALL = datetime.datetime.min.replace(tzinfo=datetime.UTC)


class GraphSource:
    """One folder, by immutable ids. Messages are never marked read by looking at them."""

    def __init__(self, settings: GraphSettings, token: TokenSource, *, on_step: StepListener | None = None) -> None:
        self._client = GraphClient(settings, token, on_step)
        self._folder = ""
        self._targets: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._client.open()
        try:
            self._client.sign_in()
            self._folder = self._open_wanted()
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self._client.close()

    def folders(self) -> builtins.list[Folder]:
        """Return the mailbox's folders but the hidden ones, sorted by path. The inbox is `INBOX` as in IMAP."""
        return [folder.as_folder() for folder in list_folders(self._client)]

    def survey(self) -> Survey:
        """Count what lies in the folder, without changing any flag."""
        return survey_messages(self._client, self._folder)

    def list(self) -> Sequence[Listed]:
        """Return every message in the folder, oldest first. Sizes are Exchange's own, which may differ from MIME's."""
        return list_messages(self._client, self._folder)

    def list_changes(self, link: str | None) -> Changes:
        """Return what changed since the delta link; everything where there is none or Graph no longer knows it."""
        return list_changes(self._client, self._folder, link)

    def news_since(self, mark: str) -> News:
        """Return what changed since the mark, oldest first; a mark is the folder's id and a delta link."""
        folder, _, link = mark.partition(" ")
        changes = self.list_changes(link if folder == self._folder else None)
        return News(tuple(sorted(changes.listed, key=_arrival)), f"{self._folder} {changes.link}")

    def subscribe(self, address: str, secret: str) -> Subscription:
        """Ask Graph to call `address` when mail comes into the folder. Raises as `create_subscription`."""
        return create_subscription(self._client, self._folder, address, address, secret)

    def renew(self, subscription: str) -> Subscription:
        """Let a subscription last as long again. Raises NotFound where it is gone."""
        return renew_subscription(self._client, subscription)

    def unsubscribe(self, subscription: str) -> None:
        """End a subscription."""
        delete_subscription(self._client, subscription)

    def leftovers(self) -> Sequence[str]:
        """There are none: Graph deletes at once."""
        return ()

    def message_ids(self, keys: Sequence[str]) -> dict[str, str]:
        """Return by key what Graph calls internetMessageId."""
        return message_ids(self._client, keys)

    def fetch(self, keys: Sequence[str], max_size: int) -> Iterator[RawMail]:
        """Yield the messages of `keys` in order, without marking them read.

        Raises Refused (`message-unreadable`) at the very end for messages that the server could not hand over.
        """
        return fetch_messages(self._client, self._folder, keys, max_size)

    def settle(self, keys: Sequence[str], after: AfterImport, folder: str = "") -> Settled:
        """Delete (to Deleted Items), mark read or move messages. What is no longer in the folder is left alone."""
        target = self._target(folder) if after is AfterImport.MOVE else ""
        return settle_messages(self._client, self._folder, keys, after, target)

    def wait(self, timeout: float, stop: Callable[[], bool]) -> bool:
        """Let the time pass and say there may be news; change notifications come to the web pages, not here."""
        ends = time.monotonic() + timeout
        while not stop() and (left := ends - time.monotonic()) > 0:
            time.sleep(min(LOOK_SECONDS, left))
        return not stop()

    @property
    def can_wait(self) -> bool:
        """Never: Graph keeps no connection open."""
        return False

    def _open_wanted(self) -> str:
        wanted = self._client.settings.folder
        with self._client.step("folder", wanted or "INBOX"):
            return self._find(wanted)

    def _target(self, wanted: str) -> str:
        if wanted not in self._targets:
            self._targets[wanted] = self._find(wanted)
        return self._targets[wanted]

    def _find(self, wanted: str) -> str:
        if is_inbox(wanted):
            return inbox_id(self._client)
        return find_folder(wanted, list_folders(self._client)).id


def _arrival(listed: Listed) -> datetime.datetime:
    return listed.received or _BEFORE_ALL
