"""An SMTP server on loopback that is told which answer to give next, and keeps what it got."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.certificates import CertificateFiles, make_certificate
from tests.servers.ports import free_ports

USER = "desk@example.org"
PASSWORD = "correct-horse"
TOKEN = "eyJ0b2tlbg.of.test"


@dataclass(frozen=True, slots=True)
class Taken:
    """One message as the server accepted it."""

    content: bytes
    sender: str
    recipients: tuple[str, ...]
    options: tuple[str, ...]
    """What stood behind the address in MAIL."""
    user: str
    """Who had signed in, empty for nobody."""
    encrypted: bool


@dataclass(slots=True)
class MailServer:
    """A running server. Answers are used up one by one; without any it accepts everything."""

    host: str
    port: int
    certificate: CertificateFiles
    taken: list[Taken] = field(default_factory=list)
    at_mail: list[str] = field(default_factory=list)
    at_rcpt: dict[str, str] = field(default_factory=dict)
    """By address; these stay."""
    at_data: list[str] = field(default_factory=list)
    """Given after the final dot."""
    at_auth: list[str] = field(default_factory=list)
    """Given instead of 235, whatever the credentials."""
    drop_after_data: bool = False
    """Accept the message and end the connection before answering the final dot."""
    drop_during_data: bool = False
    """End the connection as soon as DATA has been granted."""
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def await_messages(self, count: int, seconds: float = 10.0) -> list[Taken]:
        """Return what was taken as soon as it is `count` messages; fail after `seconds`."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: len(self.taken) >= count, seconds):
                pytest.fail(f"{len(self.taken)} of {count} messages arrived")
        return self.taken

    def keep(self, message: Taken) -> None:
        """Remember a message that was accepted."""
        with self.arrived:
            self.taken.append(message)
            self.arrived.notify_all()


@contextmanager
def running_smtp(
    folder: Path,
    *,
    tls: bool = False,
    utf8: bool = True,
    size_limit: int = 33_554_432,
    certificate: CertificateFiles | None = None,
) -> Iterator[MailServer]:
    """Start a server on localhost: STARTTLS offered, or `tls` from the first byte; sign-in possible, not demanded."""
    certificate = certificate or make_certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.certificate, certificate.key)
    [port] = free_ports(1)
    server = MailServer("localhost", port, certificate)
    controller = _Controller(
        _Handler(server),
        hostname="127.0.0.1",
        port=port,
        server_hostname="mail.test",
        ssl_context=context if tls else None,
        tls_context=None if tls else context,
        data_size_limit=size_limit,
        enable_SMTPUTF8=utf8,
        auth_require_tls=False,
        authenticator=_authenticate,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[MailServer]:
    """Yield an SMTP server that offers STARTTLS."""
    with running_smtp(tmp_path) as server:
        yield server


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_MAIL(
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.server.at_mail:
            return self.server.at_mail.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Sender OK"

    async def handle_RCPT(
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.server.at_rcpt:
            return self.server.at_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient OK"

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:
        if self.server.at_data:
            return self.server.at_data.pop(0)
        self.server.keep(_taken(session, envelope))
        if self.server.drop_after_data:
            _cut(smtp)
        return "250-2.0.0 OK\r\n250 queued as 4711"

    async def auth_XOAUTH2(self, smtp: SMTP, args: list[str]) -> AuthResult:
        """Take the one token there is; refuse others as Microsoft does: the reason as a challenge, then 535."""
        if base64.b64decode(args[1]) == f"user={USER}\1auth=Bearer {TOKEN}\1\1".encode():
            return AuthResult(success=True, auth_data=LoginPassword(USER.encode(), b""))
        await smtp.challenge_auth(b'{"status":"401","schemes":"Bearer"}')
        return AuthResult(success=False, handled=False, message="535 5.7.3 Authentication unsuccessful")


class _Smtp(SMTP):
    """aiosmtpd with a connection that can break off."""

    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.server.drop_during_data:
            await self.push("354 go ahead")
            _cut(self)
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Smtp(self.handler, **self.SMTP_kwargs)


def _cut(smtp: SMTP) -> NoReturn:
    assert isinstance(smtp.transport, asyncio.WriteTransport)
    smtp.transport.abort()
    raise asyncio.CancelledError


def _authenticate(smtp: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    server = smtp.event_handler.server
    if server.at_auth:
        return AuthResult(success=False, handled=False, message=server.at_auth.pop(0))
    if given == LoginPassword(USER.encode(), PASSWORD.encode()):
        return AuthResult(success=True, auth_data=given)
    return AuthResult(success=False, handled=False, message="535 5.7.8 Error: authentication failed")


def _taken(session: Session, envelope: Envelope) -> Taken:
    # aiosmtpd declares it as None, whatever the authenticator put there.
    login = cast(object, session.auth_data)
    return Taken(
        envelope.original_content or b"",
        envelope.mail_from or "",
        tuple(envelope.rcpt_tos),
        tuple(envelope.mail_options),
        login.login.decode() if isinstance(login, LoginPassword) else "",
        session.ssl is not None,
    )
