"""``postroom doctor`` and the mail part of ``postroom check``, against real servers."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.utils import translation

from postroom.cli import main
from postroom.intake.poll import poll
from postroom.models import EmailAddress
from tests.channels.mailboxes import Mailbox, mailbox

__all__ = ["mailbox"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.dovecot]

Said = tuple[int, str, str]


class Terminal:
    """Where commands are typed; what they say is read from `capsys`."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def run(self, *words: str) -> Said:
        """Return exit code, output and complaints of a command."""
        self._capsys.readouterr()
        with translation.override("en"):
            code = main(words)
        said = self._capsys.readouterr()
        return code, said.out, said.err


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return a terminal on the database of this test."""
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    monkeypatch.setenv("POSTROOM_DATABASE_URL", url)
    monkeypatch.setenv("POSTROOM_PUBLIC_URL", "https://help.example.org")
    monkeypatch.setenv("LANG", "C.UTF-8")
    return Terminal(capsys)


def test_doctor_says_line_by_line_that_all_is_well_and_tells_programs_too(mailbox: Mailbox, terminal: Terminal) -> None:
    channel = mailbox.channel()
    poll(channel.pk)

    code, said, complaints = terminal.run("doctor", mailbox.address)
    told = json.loads(terminal.run("doctor", str(channel.pk), "--json")[1])

    assert (code, complaints) == (0, "")
    assert f"[done] Find the test mail in the mailbox: INBOX, the mail from {mailbox.address}" in said
    assert (told["name"], told["state"]) == (mailbox.address, "passed")
    assert {line["state"] for line in told["lines"]} == {"ok"}


def test_doctor_ends_with_an_error_where_something_is_wrong(mailbox: Mailbox, terminal: Terminal) -> None:
    mailbox.channel(inbound_secret="wrong", outbound=mailbox.outbound(port=1))

    code, said, _complaints = terminal.run("doctor", mailbox.address.upper())

    assert code == 1
    assert "[failed] Receiving: Sign in: The server did not accept user name or password." in said
    assert "    Check both." in said


def test_doctor_of_an_unknown_channel_names_those_there_are(mailbox: Mailbox, terminal: Terminal) -> None:
    channel = mailbox.channel()

    complaint = f"There is no such channel. Name one of: {channel.pk} ({channel.name})\n"
    assert terminal.run("doctor", "nobody@firma.example") == (1, "", complaint)


def test_check_signs_in_at_every_active_channel_and_changes_nothing(mailbox: Mailbox, terminal: Terminal) -> None:
    mailbox.dovecot.deliver(mailbox.user, b"Subject: stays\r\n\r\n")
    channel = mailbox.channel(name="Desk")
    EmailAddress.objects.all().delete()
    mailbox.channel(name="Off", active=False, inbound_secret="wrong")

    good = terminal.run("check")[1].splitlines()[-2:]
    channel.inbound_secret, channel.outbound = "wrong", mailbox.outbound(port=1)
    channel.save()
    code, bad, _complaints = terminal.run("check")

    assert good == ["OK     Channel “Desk” receives.", "OK     Channel “Desk” sends."]
    assert (len(mailbox.dovecot.messages(mailbox.user)), mailbox.server.taken) == (1, [])
    receiving, sending = bad.splitlines()[-2:]
    assert receiving.startswith(
        "WRONG  Channel “Desk” does not receive: The server did not accept user name or password."
    )
    assert sending.startswith("WRONG  Channel “Desk” does not send: ")
    assert (code, "wrong" in bad) == (1, False)
