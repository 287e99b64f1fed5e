"""What every Sink does, whatever is behind it."""

from __future__ import annotations

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
from postroom.drivers.sendmail import SendmailSink
from postroom.drivers.smtp import SmtpSink
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
    """A sink, one that leads nowhere, and what arrived: contents with CRLF, and recipients."""

    sink: Sink
    lost: Sink
    arrived: Callable[[], list[tuple[bytes, tuple[str, ...]]]]


@pytest.fixture(params=["smtp", "sendmail"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    make = {"smtp": _smtp, "sendmail": _sendmail}[request.param]
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
        sink.send(MAIL, "desk@example.org", ["nobody@example.net"])
    assert list(caught.value.refused) == ["nobody@example.net"]
    assert "User unknown" in caught.value.refused["nobody@example.net"]
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
