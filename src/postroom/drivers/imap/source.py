"""A folder of an IMAP mailbox as a Source."""

from __future__ import annotations

import builtins
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Self

from postroom.drivers.base import AfterImport, Folder, Listed, RawMail, Settled, StepListener, Survey
from postroom.drivers.connection import ConnectionSettings
from postroom.drivers.credentials import Credentials
from postroom.drivers.errors import NotFound
from postroom.drivers.imap.fetching import fetch_messages
from postroom.drivers.imap.folders import find_folder, list_folders
from postroom.drivers.imap.header_ids import fetch_message_ids
from postroom.drivers.imap.idling import LOOK_SECONDS, wait_for_news
from postroom.drivers.imap.keys import make_key, uids_of
from postroom.drivers.imap.listing import list_messages, survey_messages
from postroom.drivers.imap.session import ImapSession, OpenFolder
from postroom.drivers.imap.settling import settle_messages


class ImapSource:
    """One folder, by UID. Messages are never marked read by looking at them.

    `folder` is the decoded path, its levels separated by the server's delimiter or by `/`.
    """

    def __init__(
        self,
        settings: ConnectionSettings,
        credentials: Credentials,
        folder: str = "INBOX",
        *,
        on_step: StepListener | None = None,
    ) -> None:
        self._session = ImapSession(settings, credentials, on_step)
        self._wanted = folder or "INBOX"
        self._folder = OpenFolder("", 0, 0)
        self._sizes: dict[int, int] = {}
        self._leftovers: list[str] = []
        self._targets: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._session.open()
        try:
            self._folder = self._open_wanted()
        except BaseException:
            self._session.drop()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self._session.close()

    def folders(self) -> builtins.list[Folder]:
        """Return the server's folders, sorted by path."""
        return list_folders(self._session)

    def survey(self) -> Survey:
        """Count what lies in the folder, without changing any flag."""
        self._look_again()
        return survey_messages(self._session, self._folder)

    def list(self) -> Sequence[Listed]:
        """Return every message in the folder that is not marked deleted, oldest first."""
        self._look_again()
        listing = list_messages(self._session, self._folder)
        uids = uids_of([one.key for one in listing.messages], self._folder.uidvalidity)
        self._sizes = {uid: one.size for uid, one in zip(uids, listing.messages, strict=True)}
        self._leftovers = listing.leftovers
        return listing.messages

    def leftovers(self) -> Sequence[str]:
        """Return the keys of messages that the last `list` left out because they are marked deleted."""
        return self._leftovers

    def message_ids(self, keys: Sequence[str]) -> dict[str, str]:
        """Return by key what the header Message-ID says."""
        found = fetch_message_ids(self._session, self._uids(keys))
        return {make_key(self._folder.uidvalidity, uid): named for uid, named in found.items()}

    def fetch(self, keys: Sequence[str], max_size: int) -> Iterator[RawMail]:
        """Yield the messages of `keys` in order, without marking them read.

        Raises NotFound (`uidvalidity-changed`) where the folder was made anew since the keys were listed, and
        Refused (`message-unreadable`) at the very end for messages that the server could not hand over.
        """
        uids = self._uids(keys)
        return fetch_messages(self._session, self._folder.uidvalidity, uids, self._sizes, max_size)

    def settle(self, keys: Sequence[str], after: AfterImport, folder: str = "") -> Settled:
        """Delete, mark read or move messages. A refused EXPUNGE (Exchange) is a warning: the mark stands."""
        uids = self._uids(keys)
        target = self._target(folder) if after is AfterImport.MOVE else ""
        warnings = settle_messages(self._session, uids, after, target)
        return Settled(tuple(keys), tuple(warnings))

    def wait(self, timeout: float, stop: Callable[[], bool]) -> bool:
        """Wait up to `timeout` seconds for news by IDLE; without IDLE let the time pass and say there may be some."""
        if self.can_wait:
            return wait_for_news(self._session, timeout, stop)
        ends = time.monotonic() + timeout
        while not stop() and (left := ends - time.monotonic()) > 0:
            time.sleep(min(LOOK_SECONDS, left))
        return not stop()

    @property
    def can_wait(self) -> bool:
        """Whether the server has IDLE."""
        return self._session.offers("IDLE")

    def _uids(self, keys: Sequence[str]) -> builtins.list[int]:
        return uids_of(keys, self._session.latest_uidvalidity())

    def _open_wanted(self) -> OpenFolder:
        try:
            return self._select(self._wanted)
        except NotFound:
            return self._select(self._find(self._wanted))

    def _look_again(self) -> None:
        self._folder = self._select(self._folder.path)

    def _select(self, path: str) -> OpenFolder:
        with self._session.step("folder", path):
            return self._session.select(path)

    def _target(self, wanted: str) -> str:
        if wanted not in self._targets:
            self._targets[wanted] = self._find(wanted)
        return self._targets[wanted]

    def _find(self, wanted: str) -> str:
        return find_folder(wanted, list_folders(self._session)).path
