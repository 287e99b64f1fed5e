"""A real mail from the account to itself: sent, waited for, found, deleted."""

from __future__ import annotations

import time
from collections.abc import Iterator

from postroom.channels.probe_log import ProbeLog
from postroom.channels.registry import kind_of, open_sink, open_source
from postroom.channels.sentences.ours import TEST_MAIL_IN_INBOX, TEST_MAIL_IN_JUNK, TEST_MAIL_MISSING
from postroom.channels.verify_mail import VerifyMail, mark_of
from postroom.drivers.base import AfterImport, Source
from postroom.drivers.errors import NotFound, Refused
from postroom.models import Account, Channel, Direction, Inbound

ARRIVAL_SECONDS = 90.0
"""How long the test mail may be under way. Greylisting takes longer, but nobody greylists their own users."""

_ENOUGH = 64 * 1024
"""Bytes of a message that surely hold its headers."""

_NEWEST = 50
"""So many of the newest messages are looked into: a junk folder may hold thousands."""

INBOX = ""


def send_test_mail(account: Account, mail: VerifyMail, log: ProbeLog) -> None:
    """Hand the test mail to the server. Raises DriverError."""
    with open_sink(account, on_step=log.listener(Direction.OUT)) as sink:
        sink.send(mail.compose(), mail.address, [mail.address])


class Arrival:
    """Waits for a test mail where the account reads, in the inbox, and at last in the junk folder."""

    def __init__(self, account: Account, mail: VerifyMail, log: ProbeLog) -> None:
        self._account = account
        self._mail = mail
        self._log = log
        self._places = list(dict.fromkeys([account.folder, INBOX]))
        self._known: dict[str, set[str]] = {}

    def remember(self) -> None:
        """Note what lies there before the test mail is sent, so that only newer mail is looked into."""
        for place in self._places:
            with open_source(self._account, folder=place) as source:
                self._known[place] = {listed.key for listed in source.list()}

    def wait(self, seconds: float = ARRIVAL_SECONDS) -> None:
        """Find the test mail and delete it. Raises NotFound (`test-mail-missing`) where it does not come."""
        started = time.monotonic()
        for _pause in _pauses(started + seconds):
            for place in self._places:
                if self._found_in(place) or self._imported():
                    self._tell(place, started)
                    return
        if not self._in_junk():
            raise NotFound(code=TEST_MAIL_MISSING, step="arrival")

    def _found_in(self, place: str) -> bool:
        with open_source(self._account, folder=place) as source:
            known = self._known.setdefault(place, set())
            news = [listed.key for listed in source.list() if listed.key not in known]
            key = self._marked(source, news[-_NEWEST:])
            known.update(news)
            if key:
                self._delete(source, key)
        return bool(key)

    def _marked(self, source: Source, keys: list[str]) -> str:
        try:
            return next((raw.key for raw in source.fetch(keys, _ENOUGH) if mark_of(raw.content) == self._mail.mark), "")
        except Refused:
            # Another new message cannot be read; the test mail may still be on its way.
            return ""

    def _imported(self) -> bool:
        """Whether the channel's own poll was quicker: then the test mail stands in the ledger, ignored."""
        if not isinstance(self._account, Channel):
            return False
        return Inbound.objects.filter(channel=self._account, message_id=self._mail.message_id).exists()

    def _delete(self, source: Source, key: str) -> None:
        with self._log.step(Direction.IN, "settle"):
            settled = source.settle([key], AfterImport.DELETE)
        for words in settled.warnings:
            self._log.warned(Direction.IN, "settle", "server-warning", words=words)

    def _tell(self, place: str, started: float) -> None:
        self._log.done(None, "arrival", place or "INBOX", (time.monotonic() - started) * 1000)
        if place != self._account.folder:
            self._log.warned(None, "arrival", TEST_MAIL_IN_INBOX)

    def _in_junk(self) -> bool:
        place = self._junk_folder()
        if not place or not self._found_in(place):
            return False
        self._log.warned(None, "arrival", TEST_MAIL_IN_JUNK, detail=place)
        return True

    def _junk_folder(self) -> str:
        if not kind_of(self._account).has_folders(self._account):
            return ""
        with open_source(self._account, folder=INBOX) as source:
            return next((folder.path for folder in source.folders() if folder.special_use == "Junk"), "")


def _pauses(ends: float) -> Iterator[float]:
    """Yield at once, then after pauses that grow from half a second to eight, until `ends` (monotonic)."""
    pause = 0.5
    yield 0.0
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        yield pause
        pause = min(pause * 1.5, 8.0)
