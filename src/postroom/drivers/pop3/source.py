"""A POP3 mailbox as a Source."""

from __future__ import annotations

import builtins
import email
import email.utils
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Self

from postroom.drivers import codes
from postroom.drivers.base import AfterImport, Folder, Listed, RawMail, Settled, StepListener, Survey
from postroom.drivers.connection import ConnectionSettings
from postroom.drivers.credentials import Credentials
from postroom.drivers.errors import DriverError, ProtocolBroken, Refused
from postroom.drivers.pop3.session import Pop3Session
from postroom.drivers.unreadable import Unreadable

SLOWEST_BYTES_PER_SECOND = 20_000
"""What a poor line still carries: the deadline for a message grows with its size by this."""

LINES_OF_TEXT = 1_000
"""How much of a message over the limit is read: TOP knows only lines."""

LOOK_SECONDS = 1.0
"""How often `wait` looks at `stop`."""


class Pop3Source:
    """The one mailbox of a POP3 account; keys are UIDLs.

    POP3 has no folders, no read state and no time of arrival: `settle` with `mark_read` or `move` raises Refused
    (`pop3-cannot-mark-read`, `pop3-cannot-move`), and every message counts as unread. What lies in the mailbox is
    fixed when a connection begins, so listing again connects again.
    """

    can_wait = False
    """The server never tells of news."""

    def __init__(
        self, settings: ConnectionSettings, credentials: Credentials, *, on_step: StepListener | None = None
    ) -> None:
        self._settings = settings
        self._session = Pop3Session(settings, credentials, on_step)
        self._numbers: dict[str, int] | None = None
        self._sizes: dict[int, int] = {}
        self._is_fresh = False

    def __enter__(self) -> Self:
        self._connect()
        return self

    def __exit__(self, *exc: object) -> None:
        self._leave()

    def folders(self) -> builtins.list[Folder]:
        """Return the one mailbox there is."""
        return [Folder("INBOX", "")]

    def survey(self) -> Survey:
        """Count the messages. Oldest and newest are the `Date` of the first and the last: POP3 keeps no times."""
        numbers = list(self._fresh().values())
        dates = [date for number in {*numbers[:1], *numbers[-1:]} if (date := self._date(number))]
        return Survey(len(numbers), len(numbers), min(dates, default=None), max(dates, default=None))

    def list(self) -> Sequence[Listed]:
        """Return every message, in the server's order, which is that of arrival."""
        numbers = self._fresh()
        return [Listed(uidl, self._sizes.get(number, 0), None, False) for uidl, number in numbers.items()]

    def leftovers(self) -> Sequence[str]:
        """There are none: POP3 forgets the marks of a connection that breaks (RFC 1939)."""
        return ()

    def message_ids(self, keys: Sequence[str]) -> dict[str, str]:
        """Return by UIDL what the header Message-ID says; a message that TOP cannot show has none."""
        numbers = self._current()
        found = {key: self._header(numbers[key], "Message-ID") for key in keys if key in numbers}
        return {key: named for key, named in found.items() if named}

    def fetch(self, keys: Sequence[str], max_size: int) -> Iterator[RawMail]:
        """Yield the messages of `keys` in order.

        Raises Refused (`message-unreadable`) at the very end for messages that the server could not hand over.
        """
        unreadable = Unreadable()
        for key in keys:
            number = self._current().get(key)
            if number is None:
                continue
            try:
                mail = self._fetch_one(key, number, max_size)
            except (ProtocolBroken, Refused) as error:
                unreadable.add(key, error)
            else:
                yield mail
        unreadable.tell()

    def settle(self, keys: Sequence[str], after: AfterImport, folder: str = "") -> Settled:
        """Delete messages for good; anything else raises Refused. Keys that are gone count as settled."""
        if after is not AfterImport.DELETE:
            raise Refused(f"POP3 cannot {after}", code=_CANNOT[after], step="settle")
        numbers = self._current()
        for key in keys:
            if key in numbers:
                with self._session.step("settle", key):
                    self._session.client.dele(numbers[key])
        self._numbers = None
        self._session.commit()
        return Settled(tuple(keys))

    def wait(self, timeout: float, stop: Callable[[], bool]) -> bool:
        """Let the time pass, with the mailbox unlocked, and say that there may be news."""
        self._leave()
        ends = time.monotonic() + timeout
        while not stop() and (left := ends - time.monotonic()) > 0:
            time.sleep(min(LOOK_SECONDS, left))
        return not stop()

    def _connect(self) -> dict[str, int]:
        self._session.open()
        try:
            self._numbers = self._session.numbers()
            self._sizes = self._session.sizes()
        except BaseException:
            self._session.drop()
            raise
        self._is_fresh = True
        return self._numbers

    def _current(self) -> dict[str, int]:
        return self._connect() if self._numbers is None else self._numbers

    def _fresh(self) -> dict[str, int]:
        if self._numbers is not None and not self._is_fresh:
            self._leave()
        numbers = self._current()
        self._is_fresh = False
        return numbers

    def _leave(self) -> None:
        if self._numbers is None:
            return
        self._numbers = None
        try:
            self._session.commit()
        except DriverError:
            # Nothing is marked for deletion outside `settle`, so nothing is lost with the connection.
            self._session.drop()

    def _fetch_one(self, key: str, number: int, max_size: int) -> RawMail:
        size = self._sizes.get(number, 0)
        if size > max_size:
            content = self._top(number, LINES_OF_TEXT)
            return RawMail(key, content[:max_size], size, None, complete=False)
        seconds = self._settings.timeout + size / SLOWEST_BYTES_PER_SECOND
        with self._session.step("fetch", f"{size} bytes", seconds):
            _, lines, _ = self._session.client.retr(number)
        content = _joined(lines)
        return RawMail(key, content, len(content), None)

    def _top(self, number: int, lines: int) -> bytes:
        with self._session.step("fetch", f"TOP {lines}"):
            _, found, _ = self._session.client.top(number, lines)
        return _joined(found)

    def _date(self, number: int) -> datetime | None:
        try:
            date = email.utils.parsedate_to_datetime(self._header(number, "Date"))
        except ValueError:
            return None
        return date if date.tzinfo else date.replace(tzinfo=UTC)

    def _header(self, number: int, name: str) -> str:
        try:
            return str(email.message_from_bytes(self._top(number, 0)).get(name, "")).strip()
        except (ProtocolBroken, Refused):
            # No TOP on this server.
            return ""


_CANNOT = {AfterImport.MARK_READ: codes.POP3_CANNOT_MARK_READ, AfterImport.MOVE: codes.POP3_CANNOT_MOVE}


def _joined(lines: Sequence[bytes]) -> bytes:
    return b"\r\n".join([*lines, b""])
