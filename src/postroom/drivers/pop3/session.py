"""One POP3 connection: greeting, STLS and signing in, each a step of its own."""

from __future__ import annotations

import base64
import binascii
import contextlib
import poplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from postroom.drivers import codes
from postroom.drivers.base import StepListener
from postroom.drivers.connection import ConnectionSettings, Security, Wire
from postroom.drivers.credentials import (
    BearerToken,
    Credentials,
    Password,
    demand_sendable,
    xoauth2_complaint,
    xoauth2_response,
)
from postroom.drivers.errors import DriverError, Insecure, ProtocolBroken, Refused, SignInRefused, TokenRefused
from postroom.drivers.pop3.errors import refusal, translate

LONGEST_LINE = 20_000_000
"""poplib takes 2,048 bytes a line. Mails with a whole HTML page on one line are common."""


class _Client(poplib.POP3):
    """poplib on a socket that is already connected, without its limit for lines."""

    def __init__(self, settings: ConnectionSettings, ready: socket.socket) -> None:
        self._ready = ready
        try:
            super().__init__(settings.host, settings.port)
        except BaseException:
            # poplib leaves its file open when the greeting fails, and with it the socket.
            self.close()
            raise

    def _create_socket(self, *_timeout: object) -> socket.socket:
        return self._ready

    def _getline(self) -> tuple[bytes, int]:
        line = self.file.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise EOFError("the server ended the connection")
        return line.rstrip(b"\n").removesuffix(b"\r"), len(line)

    def ask(self, line: str) -> bytes:
        """Send a line and return the answer's one line."""
        self._putcmd(line)  # type: ignore[attr-defined]  # what every method of poplib is made of
        return self._getline()[0]


class Pop3Session:
    """A connection that is open, safe as demanded and signed in after `open`. The mailbox is locked until it ends."""

    def __init__(
        self, settings: ConnectionSettings, credentials: Credentials, on_step: StepListener | None = None
    ) -> None:
        self.settings = settings
        self._credentials = credentials
        self._wire = Wire(settings, translate=translate, secrets=credentials.secrets(), on_step=on_step)
        self._client: _Client | None = None

    def open(self) -> None:
        """Connect and sign in. Raises Unreachable, Insecure, SignInRefused, TokenRefused, ProtocolBroken, Refused."""
        ready = self._wire.connect()
        try:
            with self.step("greeting", self.settings.host):
                self._client = _Client(self.settings, ready)
            if self.settings.security is Security.STARTTLS:
                self._start_tls()
            self._sign_in()
        except BaseException:
            ready.close()
            self.drop()
            raise

    def commit(self) -> None:
        """QUIT: only now the server deletes what was marked (RFC 1939 section 6). Raises where it did not."""
        try:
            with self.step("quit", seconds=self.settings.timeout * 4):
                self.client.quit()
        finally:
            self.drop()

    def drop(self) -> None:
        """Cut the connection; nothing marked is deleted."""
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.close()
            self._client = None

    @property
    def client(self) -> _Client:
        """The poplib object."""
        if self._client is None:
            raise EOFError("not connected")
        return self._client

    @contextmanager
    def step(self, name: str, detail: str = "", seconds: float | None = None) -> Iterator[None]:
        """Run one step with its deadline, errors translated."""
        with self._wire.step(name, detail, seconds):
            yield

    def numbers(self) -> dict[str, int]:
        """Return the number of each message in this session by its UIDL, in the server's order."""
        with self.step("list", "UIDL"):
            try:
                _, lines, _ = self.client.uidl()
            except poplib.error_proto as error:
                raise Refused(str(error), code=codes.UIDL_MISSING) from None
            pairs = [line.decode("ascii", "replace").split(maxsplit=1) for line in lines]
            return {uidl: int(number) for number, uidl in pairs}

    def sizes(self) -> dict[int, int]:
        """Return the size of each message in bytes by its number."""
        with self.step("list", "LIST"):
            _, lines, _ = self.client.list()
            return {int(number): int(size) for number, size, *_ in (line.split() for line in lines)}

    def _start_tls(self) -> None:
        with self.step("tls", self.settings.host):
            if "STLS" not in self._capabilities():
                raise Insecure("the server does not offer STLS", code=codes.STARTTLS_MISSING)
            self.client.stls(self._wire.tls_context())
            self._wire.adopt(self.client.sock)

    def _capabilities(self) -> dict[str, list[str]]:
        try:
            return self.client.capa()
        except poplib.error_proto:
            # CAPA itself is optional (RFC 2449).
            return {}

    def _sign_in(self) -> None:
        with self.step("sign-in", self._credentials.user):
            match self._credentials:
                case BearerToken() as bearer:
                    self._sign_in_by_token(bearer)
                case Password() as password:
                    demand_sendable(password.user, password.password)
                    self.client.user(password.user)
                    self.client.pass_(password.password)

    def _sign_in_by_token(self, bearer: BearerToken) -> None:
        if "XOAUTH2" not in self._capabilities().get("SASL", []):
            raise SignInRefused("XOAUTH2 is not offered", code=codes.SIGN_IN_METHOD_MISSING)
        answer = self.client.ask("AUTH XOAUTH2")
        complaint = ""
        if answer.startswith(b"+ ") or answer == b"+":
            answer = self.client.ask(_base64(xoauth2_response(bearer)))
        if answer.startswith(b"+ "):
            # A second challenge is the reason for the refusal; an empty line asks for the refusal itself.
            complaint = f" ({xoauth2_complaint(_unbase64(answer[2:]))})"
            answer = self.client.ask("")
        if not answer.startswith(b"+OK"):
            raise _token_error(answer.decode("utf-8", "replace") + complaint)


def _token_error(text: str) -> DriverError:
    known = refusal(text, "sign-in")
    if isinstance(known, SignInRefused | ProtocolBroken):
        return TokenRefused(text, code=codes.BEARER_REFUSED)
    return known


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _unbase64(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return text
