"""What every Sink does, whatever is behind it."""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from postroom.drivers.base import Sink
from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import Password
from postroom.drivers.errors import RecipientsRefused, Retry, Unreachable
from postroom.drivers.graph import GraphSettings, GraphSink
from postroom.drivers.sendmail import SendmailSink
from postroom.drivers.smtp import SmtpSink
from postroom.practice import PracticeTenant, start_practice_tenant
from tests.drivers.graph.mailboxes import new_mailbox
from tests.servers.smtp import PASSWORD, USER, running_smtp

MAIL = b"From: desk@example.org\r\nSubject: one\r\n\r\n.begins with a dot\r\n..two\r\nend\r\n"

_RECORDER = """#!{python}
import json, pathlib, sys
if "nobody@example.net" in sys.argv:
    print("nobody@example.net... User unknown")
    sys.exit(67)
folder = pathlib.Path({folder!r})
(folder / f"{{len(list(folder.iterdir()))}}.mail").write_bytes(
    json.dumps(sys.argv[1:]).encode() + b"\\n" + sys.stdin.buffer.read())
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A sink, one that leads nowhere, and what arrived: contents with CRLF, and recipients.

    `nobody` is an address that is refused while sending, with `words`.
    """

    sink: Sink
    lost: Sink
    arrived: Callable[[], list[tuple[bytes, tuple[str, ...]]]]
    nobody: str = "nobody@example.net"
    words: str = "User unknown"


@pytest.fixture(params=["smtp", "sendmail", "graph"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    make = {"smtp": _smtp, "sendmail": _sendmail, "graph": _graph}[request.param]
    yield from make(tmp_path)


def _smtp(folder: Path) -> Iterator[Case]:
    with running_smtp(folder) as server:
        settings = ConnectionSettings("localhost", server.port, Security.STARTTLS, verify_certificate=False)
        server.at_rcpt["nobody@example.net"] = "550 5.1.1 User unknown"
        yield Case(
            SmtpSink(settings, Password(USER, PASSWORD)),
            SmtpSink(ConnectionSettings("localhost", 1, Security.NONE)),
            lambda: [(taken.content, taken.recipients) for taken in server.taken],
        )


def _sendmail(folder: Path) -> Iterator[Case]:
    queue = folder / "queue"
    queue.mkdir()
    program = folder / "sendmail"
    program.write_text(_RECORDER.format(python=sys.executable, folder=str(queue)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    yield Case(SendmailSink(str(program)), SendmailSink(str(folder / "missing")), lambda: _recorded(queue))


def _graph(_folder: Path) -> Iterator[Case]:
    with start_practice_tenant() as tenant:
        # Without a name in the directory, From stays as it is.
        mailbox = new_mailbox(tenant, "desk@example.org")
        nowhere = GraphSettings(mailbox.address, base_url="http://127.0.0.1:1/v1.0")
        yield Case(
            mailbox.sink(),
            GraphSink(nowhere, mailbox.token),
            lambda: [_delivered(tenant, sent) for sent in mailbox.messages("sentitems")],
            # Whether somebody is known shows only later, by a bounce.
            nobody="nobody",
            words="At least one recipient isn't valid",
        )


def _delivered(tenant: PracticeTenant, sent: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The copy in Sent Items tells whom it went to; what they have must end as it does."""
    bcc = re.search(rb"^Bcc: ([^\r\n]*(?:\r\n [^\r\n]*)*)\r\n", sent, re.MULTILINE)
    assert bcc is not None
    content = sent.replace(bcc[0], b"")
    recipients = tuple(address.strip() for address in bcc[1].decode().split(","))
    for recipient in recipients:
        assert [held.content.endswith(content) for held in tenant.control.held(recipient)] == [True]
    return content, recipients


def _recorded(queue: Path) -> list[tuple[bytes, tuple[str, ...]]]:
    mails = []
    for path in sorted(queue.iterdir()):
        arguments, _, content = path.read_bytes().partition(b"\n")
        recipients = arguments.decode().partition('"--", ')[2].strip("]")
        mails.append((content.replace(b"\n", b"\r\n"), _split(recipients)))
    return mails


def _split(recipients: str) -> tuple[str, ...]:
    return tuple(part.strip(' "') for part in recipients.split(","))


def test_send_hands_over_bytes_unchanged(case: Case) -> None:
    with case.sink as sink:
        receipt = sink.send(MAIL, "desk@example.org", ["ann@example.net", "bob@example.net"])
    assert receipt.refused == {}
    assert case.arrived() == [(MAIL, ("ann@example.net", "bob@example.net"))]


def test_send_twice_over_one_connection(case: Case) -> None:
    with case.sink as sink:
        sink.send(MAIL, "desk@example.org", ["ann@example.net"])
        sink.send(MAIL, "desk@example.org", ["bob@example.net"])
    assert [recipients for _, recipients in case.arrived()] == [("ann@example.net",), ("bob@example.net",)]


def test_send_to_nobody_known_is_refused_for_good(case: Case) -> None:
    with case.sink as sink, pytest.raises(RecipientsRefused) as caught:
        sink.send(MAIL, "desk@example.org", [case.nobody])
    assert list(caught.value.refused) == [case.nobody]
    assert case.words in caught.value.refused[case.nobody]
    assert caught.value.retry is Retry.NEVER
    assert case.arrived() == []


def test_send_without_recipients_is_refused(case: Case) -> None:
    with case.sink as sink, pytest.raises(RecipientsRefused) as caught:
        sink.send(MAIL, "desk@example.org", [])
    assert caught.value.refused == {}
    assert case.arrived() == []


def test_entering_where_nothing_is_raises_unreachable(case: Case) -> None:
    with pytest.raises(Unreachable) as caught, case.lost:
        pass
    assert caught.value.retry is Retry.LATER
    assert caught.value.step == "connect"
