"""Reaching a server: certificates, deadlines, and what is told of it."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from postroom.drivers.base import Step
from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import Password
from postroom.drivers.errors import DriverError, Insecure, ProtocolBroken, Retry, Unreachable
from postroom.drivers.imap import ImapSource
from postroom.drivers.pop3 import Pop3Source
from postroom.drivers.smtp import SmtpSink
from tests.servers.answering import answering
from tests.servers.certificates import make_certificate
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.smtp import running_smtp

Maker = Callable[[ConnectionSettings], contextlib.AbstractContextManager[object]]


def imap(settings: ConnectionSettings) -> ImapSource:
    return ImapSource(settings, Password("ann", PASSWORD))


def pop3(settings: ConnectionSettings) -> Pop3Source:
    return Pop3Source(settings, Password("ann", PASSWORD))


def smtp(settings: ConnectionSettings) -> SmtpSink:
    return SmtpSink(settings)


def failure(make: Maker, settings: ConnectionSettings) -> DriverError:
    with pytest.raises(DriverError) as caught, make(settings):
        pass
    return caught.value


@pytest.mark.dovecot
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_certificate_nobody_trusts_is_refused(dovecot: Dovecot, security: Security) -> None:
    port = dovecot.imaps if security is Security.TLS else dovecot.imap
    error = failure(imap, ConnectionSettings("localhost", port, security))
    assert (type(error), error.code, error.step) == (Insecure, "tls-certificate-untrusted", "tls")
    assert error.retry is Retry.NEVER


@pytest.mark.dovecot
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_certificate_of_the_trust_store_is_taken(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, security: Security
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate.certificate))
    port = dovecot.imaps if security is Security.TLS else dovecot.imap
    with imap(ConnectionSettings("localhost", port, security)) as source:
        assert source.folders() != []


def test_certificate_of_another_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_smtp(
        tmp_path, tls=True, certificate=make_certificate(tmp_path, host="other.test", address="127.0.0.9")
    ) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate.certificate))
        error = failure(smtp, ConnectionSettings("localhost", server.port, Security.TLS))
    assert (type(error), error.code) == (Insecure, "tls-certificate-name")


def test_certificate_past_its_date_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_smtp(tmp_path, certificate=make_certificate(tmp_path, days=-1)) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate.certificate))
        error = failure(smtp, ConnectionSettings("localhost", server.port, Security.STARTTLS))
    assert (type(error), error.code, error.step) == (Insecure, "tls-certificate-expired", "tls")


@pytest.mark.parametrize("make", [imap, pop3, smtp])
def test_clear_text_where_tls_is_expected_is_named(make: Maker) -> None:
    with answering(lambda client: client.sendall(b"* OK +OK 220 hello there\r\n" * 3)) as port:
        error = failure(make, ConnectionSettings("127.0.0.1", port, Security.TLS, timeout=5))
    assert (type(error), error.code, error.step) == (Insecure, "tls-not-spoken", "tls")


@pytest.mark.parametrize("make", [imap, pop3, smtp])
@pytest.mark.parametrize("security", [Security.TLS, Security.NONE])
def test_silent_server_ends_at_the_deadline(make: Maker, security: Security) -> None:
    with answering(lambda client: time.sleep(1.5)) as port:
        started = time.monotonic()
        error = failure(make, ConnectionSettings("127.0.0.1", port, security, timeout=0.4))
        assert time.monotonic() - started < 1.2
    assert (type(error), error.code, error.retry) == (Unreachable, "answer-timeout", Retry.LATER)
    assert error.step == ("tls" if security is Security.TLS else "greeting")


@pytest.mark.parametrize("make", [imap, pop3, smtp])
def test_dripping_server_ends_at_the_deadline_too(make: Maker) -> None:
    def drip(client: socket.socket) -> None:
        for _ in range(30):
            client.sendall(b"*")
            time.sleep(0.1)

    with answering(drip) as port:
        started = time.monotonic()
        error = failure(make, ConnectionSettings("127.0.0.1", port, Security.NONE, timeout=0.6))
        assert time.monotonic() - started < 1.4
    assert (type(error), error.code, error.step) == (Unreachable, "answer-timeout", "greeting")


@pytest.mark.parametrize("make", [imap, pop3, smtp])
def test_connection_closed_without_a_word_is_told(make: Maker) -> None:
    with answering(lambda client: None) as port:
        error = failure(make, ConnectionSettings("127.0.0.1", port, Security.NONE, timeout=5))
    assert (type(error), error.code, error.step) == (Unreachable, "connection-lost", "greeting")


@pytest.mark.parametrize("make", [imap, pop3, smtp])
def test_another_kind_of_server_is_told(make: Maker) -> None:
    with answering(lambda client: client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        error = failure(make, ConnectionSettings("127.0.0.1", port, Security.NONE, timeout=5))
    assert isinstance(error, ProtocolBroken | Unreachable)
    assert error.step == "greeting"


@pytest.mark.parametrize("make", [imap, pop3, smtp])
@pytest.mark.parametrize("host", ["no-such-host.invalid", "bad..name", "x" * 70 + ".example"])
def test_unknown_name_is_told(make: Maker, host: str) -> None:
    error = failure(make, ConnectionSettings(host, 993, timeout=10))
    assert (type(error), error.step) == (Unreachable, "resolve")
    assert error.code in {"name-unknown", "name-timeout"}


@pytest.mark.dovecot
def test_steps_are_told_with_their_time(dovecot: Dovecot) -> None:
    steps: list[Step] = []
    settings = ConnectionSettings("127.0.0.1", dovecot.imaps, Security.TLS, verify_certificate=False)
    with ImapSource(settings, Password("steps", PASSWORD), on_step=steps.append):
        pass
    assert [step.name for step in steps] == ["resolve", "connect", "tls", "greeting", "sign-in", "folder", "logout"]
    assert [step.milliseconds > 0 for step in steps] == [True] * 7
    assert [step for step in steps if PASSWORD in step.detail] == []
