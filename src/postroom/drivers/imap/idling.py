"""Hearing of new mail by IDLE (RFC 2177)."""

from __future__ import annotations

import io
import select
import ssl
import time
from collections.abc import Callable

from postroom.drivers.imap.session import ImapSession

ROUND_SECONDS = 29 * 60.0
"""RFC 2177: a server may hang up on a client that idles for 30 minutes."""

LOOK_SECONDS = 1.0
"""How often `stop` is looked at."""


def wait_for_news(session: ImapSession, timeout: float, stop: Callable[[], bool]) -> bool:
    """Wait until the folder may have changed (True), or the time is over or `stop` says so (False)."""
    ends = time.monotonic() + timeout
    while not stop() and time.monotonic() < ends:
        if _idle_once(session, min(ends, time.monotonic() + ROUND_SECONDS), stop):
            return True
    return False


def _idle_once(session: ImapSession, ends: float, stop: Callable[[], bool]) -> bool:
    with session.step("idle"):
        tag, already = _begin(session)
    while not already and not _something_came(session, ends) and time.monotonic() < ends and not stop():
        pass
    with session.step("idle", "done"):
        session.imap.send(b"DONE\r\n")
        _, lines = session.client._consume_until_tagged_response(tag, "IDLE")
    return already or any(_is_news(line) for line in lines)


def _begin(session: ImapSession) -> tuple[bytes, bool]:
    """Send IDLE and read up to the continuation; news may come before it."""
    imap = session.imap
    tag = imap._command("IDLE")
    news = False
    while (line := imap._get_response()) is not None:
        if imap.tagged_commands.get(tag):
            raise imap.error(f"IDLE failed: {line!r}")
        news = news or b" EXISTS" in line
    return tag, news


def _something_came(session: ImapSession, ends: float) -> bool:
    """Wait a moment for bytes. What imaplib has already read and not yet looked at counts too."""
    sock, reader = session.imap.sock, session.imap.file
    assert isinstance(reader, io.BufferedReader)
    with session.instant():
        try:
            if reader.peek(1):
                return True
        except (ssl.SSLWantReadError, BlockingIOError):
            pass
    readable, _, _ = select.select([sock], [], [], max(0.0, min(LOOK_SECONDS, ends - time.monotonic())))
    return bool(readable)


def _is_news(line: object) -> bool:
    # "* OK Still here" keeps the connection alive and is no news.
    return isinstance(line, tuple) and b"EXISTS" in line
