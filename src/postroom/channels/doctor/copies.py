"""Where the copies of sent mail went: into the Sent folder of this mailbox, or elsewhere."""

from __future__ import annotations

import time
from collections.abc import Sequence

from postroom.channels.probe_log import ProbeLog
from postroom.channels.registry import kind_of, open_source
from postroom.channels.round_trip import INBOX, find_marked
from postroom.channels.verify_mail import VerifyMail
from postroom.drivers.base import AfterImport
from postroom.models import Channel, Direction


class SentCopies:
    """Looks for the copies of test mails, and deletes them."""

    def __init__(self, channel: Channel, mails: Sequence[VerifyMail], log: ProbeLog) -> None:
        self._channel = channel
        self._marks = {mail.mark for mail in mails}
        self._log = log
        self._folder = ""
        self._known: set[str] = set()

    def remember(self) -> None:
        """Note what lies in the Sent folder before anything is sent. Raises DriverError."""
        self._folder = self._sent_folder()
        if self._folder:
            with open_source(self._channel, folder=self._folder) as source:
                self._known = {listed.key for listed in source.list()}

    def look(self) -> None:
        """Tell whether the copies lie there. Raises DriverError."""
        started = time.monotonic()
        found = self._taken_out() if self._folder else 0
        settings = kind_of(self._channel).describe(self._channel, Direction.OUT)
        facts = {"found": found, "settings": settings}
        self._log.done(Direction.OUT, "copy", self._folder, (time.monotonic() - started) * 1000, facts)

    def _taken_out(self) -> int:
        with open_source(self._channel, folder=self._folder) as source:
            news = [listed.key for listed in source.list() if listed.key not in self._known]
            copies = [raw.key for raw in find_marked(source, news, self._marks).values()]
            if copies:
                source.settle(copies, AfterImport.DELETE)
        return len(copies)

    def _sent_folder(self) -> str:
        if not kind_of(self._channel).has_folders(self._channel):
            return ""
        with open_source(self._channel, folder=INBOX) as source:
            return next((folder.path for folder in source.folders() if folder.special_use == "Sent"), "")
