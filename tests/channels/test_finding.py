"""Candidates for the servers of an address, tried against real ones."""

from __future__ import annotations

import pytest

from postroom.channels.kinds.base import Trial
from postroom.channels.kinds.mail.finding import try_guess
from postroom.drivers import codes
from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.guess import Candidate, Guess, GuessSource, MailProtocol
from postroom.models import Direction
from tests.channels.mailboxes import Mailbox
from tests.servers.ports import free_ports

pytestmark = [pytest.mark.django_db, pytest.mark.dovecot]


def _candidate(protocol: MailProtocol, port: int, user: str) -> Candidate:
    return Candidate(protocol, ConnectionSettings("127.0.0.1", port, Security.NONE), user, GuessSource.SRV)


def test_first_server_that_answers_is_taken_with_the_user_it_lets_in(mailbox: Mailbox) -> None:
    [nobody] = free_ports(1)
    draft = mailbox.draft(inbound={}, outbound={})
    guess = Guess(
        incoming=(
            _candidate(MailProtocol.IMAP, nobody, mailbox.address),
            _candidate(MailProtocol.IMAP, mailbox.dovecot.imap, mailbox.address),
        ),
        outgoing=(_candidate(MailProtocol.SMTP, mailbox.server.port, "desk@example.org"),),
    )
    trials: list[Trial] = []

    assert try_guess(draft, guess, trials.append)

    assert draft.inbound == mailbox.inbound(user=mailbox.address)
    assert draft.outbound == mailbox.outbound()
    assert [(trial.direction, trial.found, trial.code) for trial in trials] == [
        (Direction.IN, False, codes.CONNECTION_REFUSED),
        (Direction.IN, True, ""),
        (Direction.OUT, True, ""),
    ]


def test_wrong_password_still_tells_the_right_server(mailbox: Mailbox) -> None:
    draft = mailbox.draft(inbound={}, outbound={}, inbound_secret="wrong")
    guess = Guess(incoming=(_candidate(MailProtocol.IMAP, mailbox.dovecot.imap, mailbox.address),), outgoing=())
    trials: list[Trial] = []

    assert not try_guess(draft, guess, trials.append)

    assert draft.inbound == mailbox.inbound(user=mailbox.address)
    assert [(trial.found, trial.code) for trial in trials] == [(True, codes.SIGN_IN_REFUSED)]


def test_user_name_without_the_domain_is_tried_too(mailbox: Mailbox) -> None:
    mailbox.server.at_auth = ["535 5.7.8 no such user", "535 5.7.8 no such user"]
    draft = mailbox.draft(inbound={}, outbound={})
    guess = Guess(incoming=(), outgoing=(_candidate(MailProtocol.SMTP, mailbox.server.port, "desk@example.org"),))

    try_guess(draft, guess, lambda _: None)

    assert draft.outbound == mailbox.outbound()
    assert mailbox.server.at_auth == []
