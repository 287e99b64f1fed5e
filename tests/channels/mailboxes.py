"""A mailbox that mail sent to it arrives in: Dovecot, an SMTP server, and the way between them."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from postroom.models import Channel, ChannelDraft, EmailAddress, Group
from tests.servers import smtp
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.smtp import MailServer

_numbers = itertools.count(1)


@dataclass(slots=True)
class Mailbox:
    """One account. What the SMTP server takes for `address` arrives in `arrives_in`; empty: it goes astray."""

    user: str
    dovecot: Dovecot
    server: MailServer
    arrives_in: str = "INBOX"
    _ends: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """Its e-mail address."""
        return f"{self.user}@firma.example"

    def inbound(self, **changes: Any) -> dict[str, Any]:
        """Return the settings of the way in."""
        server = {"host": "127.0.0.1", "port": self.dovecot.imap, "security": "none", "user": self.user}
        return {"protocol": "imap", "verify_certificate": True, **server, **changes}

    def outbound(self, **changes: Any) -> dict[str, Any]:
        """Return the settings of the way out."""
        server = {"host": "127.0.0.1", "port": self.server.port, "security": "none", "user": smtp.USER}
        return {"protocol": "smtp", "verify_certificate": True, **server, **changes}

    def account(self, **changes: Any) -> dict[str, Any]:
        """Return the columns that a channel and a draft have in common."""
        secrets = {"inbound_secret": PASSWORD, "outbound_secret": smtp.PASSWORD}
        known = {"kind": "mail", "name": self.address, "inbound": self.inbound(), "outbound": self.outbound()}
        return {**known, **secrets, **changes}

    def draft(self, **changes: Any) -> ChannelDraft:
        """Return the saved draft of a channel to this mailbox."""
        group = changes.pop("group", None) or Group.objects.get_or_create(name="Support")[0]
        draft = ChannelDraft.objects.create(email=self.address, group=group, **self.account(**changes))
        return ChannelDraft.objects.get(pk=draft.pk)

    def channel(self, **changes: Any) -> Channel:
        """Return a saved channel to this mailbox, with its address."""
        group = changes.pop("group", None) or Group.objects.get_or_create(name="Support")[0]
        active = changes.pop("active", True)
        channel = Channel.objects.create(group=group, active=active, **self.account(**changes))
        EmailAddress.objects.create(email=self.address, channel=channel)
        return Channel.objects.get(pk=channel.pk)

    def carry(self) -> None:
        """Carry what the SMTP server takes into the mailbox, until `stop`."""
        carried = 0
        while not self._ends.is_set():
            with self.server.arrived:
                self.server.arrived.wait(0.05)
                new, carried = self.server.taken[carried:], len(self.server.taken)
            for taken in new:
                if self.arrives_in:
                    self.dovecot.deliver(self.user, taken.content, self.arrives_in)

    def stop(self) -> None:
        """Carry no more."""
        self._ends.set()


@contextmanager
def carried(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Run the way from the SMTP server into the mailbox."""
    carrier = threading.Thread(target=mailbox.carry, name="carrier")
    carrier.start()
    try:
        yield mailbox
    finally:
        mailbox.stop()
        carrier.join()


@pytest.fixture
def mailbox(dovecot: Dovecot, mail_server: MailServer) -> Iterator[Mailbox]:
    """Yield an empty mailbox of its own."""
    user = f"desk{next(_numbers)}"
    dovecot.mailbox(user).make_folder("INBOX")
    with carried(Mailbox(user, dovecot, mail_server)) as running:
        yield running
