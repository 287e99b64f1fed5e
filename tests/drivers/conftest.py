"""A mailbox of its own for each test, and ways to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import Password
from postroom.drivers.imap import ImapSource
from postroom.practice import PracticeTenant, start_practice_tenant
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.maildir import Maildir
from tests.servers.meddler import Meddler, meddling

_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox on Dovecot, reached by way of a Meddler that does nothing yet."""

    user: str
    maildir: Maildir
    meddler: Meddler
    dovecot: Dovecot

    def source(self, folder: str = "INBOX", *, timeout: float = 10.0) -> ImapSource:
        """Return a source in clear text, by way of the meddler."""
        settings = ConnectionSettings("127.0.0.1", self.meddler.port, Security.NONE, timeout=timeout)
        return ImapSource(settings, Password(self.user, PASSWORD), folder)

    def deliver(self, *subjects: str) -> None:
        """Put small messages into the inbox."""
        for subject in subjects:
            self.maildir.deliver(mail(subject))


def mail(subject: str) -> bytes:
    """Return a small message."""
    return f"Subject: {subject}\r\n\r\nText of {subject}\r\n".encode()


@pytest.fixture(scope="session")
def practice() -> Iterator[PracticeTenant]:
    """A practice tenant for whoever takes a mailbox of his own in it, and mends what he breaks."""
    with start_practice_tenant() as tenant:
        yield tenant


@pytest.fixture
def account(dovecot: Dovecot) -> Iterator[Account]:
    user = f"account{next(_numbers)}"
    with meddling(dovecot.imap) as meddler:
        yield Account(user, dovecot.mailbox(user), meddler, dovecot)


@pytest.fixture
def without(account: Account) -> Callable[..., None]:
    """Return a function that takes capabilities away from the server."""

    def take(*capabilities: str) -> None:
        for capability in capabilities:
            account.meddler.rewrite(rf" {capability}(?=[ \]\r])".encode(), b"")

    return take
