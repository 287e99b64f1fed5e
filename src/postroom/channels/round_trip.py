"""A real mail from the account to itself: sent, waited for, found, deleted."""

from __future__ import annotations

import datetime
import time
from collections.abc import Collection, Iterator, Sequence

from django.utils import timezone

from postroom.channels.probe_log import ProbeLog
from postroom.channels.registry import kind_of, open_sink, open_source
from postroom.channels.sentences.ours import SENDER_REPLACED, TEST_MAIL_IN_INBOX, TEST_MAIL_IN_JUNK, TEST_MAIL_MISSING
from postroom.channels.verify_mail import VerifyMail, mark_of, sender_of
from postroom.drivers.base import AfterImport, RawMail, Source
from postroom.drivers.errors import NotFound, Refused
from postroom.models import Account, Channel, ChannelDraft, Direction, Inbound

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


def find_marked(source: Source, keys: list[str], marks: Collection[str]) -> dict[str, RawMail]:
    """Return the messages among the newest of `keys` that carry one of `marks`, by mark."""
    found: dict[str, RawMail] = {}
    try:
        for raw in source.fetch(keys[-_NEWEST:], _ENOUGH):
            if (mark := mark_of(raw.content)) in marks:
                found[mark] = raw
    except Refused:
        # Another new message cannot be read; the test mail may still be on its way.
        pass
    return found


class Arrival:
    """Waits for test mails where the account reads, in the inbox, and at last in the junk folder."""

    def __init__(self, account: Account, mails: Sequence[VerifyMail], log: ProbeLog) -> None:
        self._account = account
        self._awaited = {mail.mark: mail for mail in mails}
        self._log = log
        self._places = list(dict.fromkeys([account.folder, INBOX]))
        self._known: dict[str, set[str]] = {}
        self.clocks: tuple[datetime.datetime, datetime.datetime] | None = None
        """When a test mail arrived by the server's clock, and when it was found by ours."""

    def remember(self) -> None:
        """Note what lies there before the test mails are sent, so that only newer mail is looked into."""
        for place in self._places:
            with open_source(self._account, folder=place) as source:
                self._known[place] = {listed.key for listed in source.list()}

    def forget(self, mail: VerifyMail) -> None:
        """Await a mail no longer: it could not be sent."""
        del self._awaited[mail.mark]

    def wait(self, seconds: float = ARRIVAL_SECONDS) -> None:
        """Find the test mail and delete it. Raises NotFound (`test-mail-missing`) where it does not come."""
        if self.collect(seconds):
            raise NotFound(code=TEST_MAIL_MISSING, step="arrival")

    def collect(self, seconds: float = ARRIVAL_SECONDS) -> list[VerifyMail]:
        """Find the test mails and delete them; return those that do not come."""
        started = time.monotonic()
        for _pause in _pauses(started + seconds):
            for place in self._places:
                self._look_into(place, started)
            if not self._awaited:
                return []
        self._look_into_junk()
        return list(self._awaited.values())

    def _look_into(self, place: str, started: float) -> None:
        # Asked before looking: what the channel's own poll took and left where it was is found, and deleted.
        imported = self._imported()
        for mark in self._found_in(place):
            self._tell(self._awaited.pop(mark), place, started)
        for mark in [mark for mark in imported if mark in self._awaited]:
            self._tell(self._awaited.pop(mark), self._account.folder, started)

    def _found_in(self, place: str) -> list[str]:
        with open_source(self._account, folder=place) as source:
            known = self._known.setdefault(place, set())
            news = [listed.key for listed in source.list() if listed.key not in known]
            found = find_marked(source, news, self._awaited)
            known.update(news)
            for mark, raw in found.items():
                self.clocks = (raw.received, timezone.now()) if raw.received else self.clocks
                self._compare_sender(self._awaited[mark], raw)
                self._delete(source, raw.key)
        return list(found)

    def _compare_sender(self, mail: VerifyMail, raw: RawMail) -> None:
        """Warn where the server put another address in From: Gmail does so, without a word, with addresses it lacks."""
        sender = sender_of(raw.content)
        if sender and sender != mail.address.lower():
            self._log.warned(None, "arrival", SENDER_REPLACED, mail.address, sender)

    def _imported(self) -> list[str]:
        """Whether the channel's own poll was quicker: then a test mail stands in the ledger, ignored.

        While the changes of a channel are tried, the channel itself goes on fetching.
        """
        account = self._account.channel if isinstance(self._account, ChannelDraft) else self._account
        if not isinstance(account, Channel):
            return []
        awaited = {mail.message_id: mark for mark, mail in self._awaited.items()}
        taken = Inbound.objects.filter(channel=account, message_id__in=list(awaited))
        return [awaited[message_id] for message_id in taken.values_list("message_id", flat=True)]

    def _delete(self, source: Source, key: str) -> None:
        with self._log.step(Direction.IN, "settle"):
            settled = source.settle([key], AfterImport.DELETE)
        for words in settled.warnings:
            self._log.warned(Direction.IN, "settle", "server-warning", words=words)

    def _tell(self, mail: VerifyMail, place: str, started: float) -> None:
        facts = {"address": mail.address}
        self._log.done(None, "arrival", place or "INBOX", (time.monotonic() - started) * 1000, facts)
        if place != self._account.folder:
            self._log.warned(None, "arrival", TEST_MAIL_IN_INBOX)

    def _look_into_junk(self) -> None:
        place = self._junk_folder()
        for mark in self._found_in(place) if place else []:
            del self._awaited[mark]
            self._log.warned(None, "arrival", TEST_MAIL_IN_JUNK, detail=place)

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
