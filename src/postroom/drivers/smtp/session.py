"""One SMTP connection: greeting, EHLO, STARTTLS and signing in, each a step of its own."""

from __future__ import annotations

import smtplib
import socket

from postroom.drivers import codes
from postroom.drivers.base import StepListener
from postroom.drivers.connection import ConnectionSettings, Security, Wire
from postroom.drivers.credentials import Credentials
from postroom.drivers.errors import DriverError, Insecure, ProtocolBroken, Unreachable
from postroom.drivers.smtp.answers import Answer, refusal
from postroom.drivers.smtp.sign_in import sign_in
from postroom.drivers.wire_errors import translate_wire_error


def translate(error: Exception, step: str) -> DriverError | None:
    """Return what smtplib's exceptions mean. Answers of the server never come as exceptions here."""
    cause = error.__context__
    match error:
        case smtplib.SMTPServerDisconnected() if isinstance(cause, OSError):
            # smtplib hides a timeout or a reset behind this one.
            return translate_wire_error(cause, step)
        case smtplib.SMTPServerDisconnected():
            return Unreachable(str(error), code=codes.CONNECTION_LOST, step=step)
        case smtplib.SMTPException():
            return ProtocolBroken(str(error), step=step)
        case OSError():
            # Before ValueError, because a failed certificate check is both.
            return translate_wire_error(error, step)
        case ValueError():
            return ProtocolBroken(str(error), step=step)
    return None


class _Client(smtplib.SMTP):
    """smtplib on a socket that is already connected."""

    ready: socket.socket

    def __init__(self, host: str, hello_name: str) -> None:
        # Without a name smtplib would ask the DNS for one, with no deadline.
        super().__init__(local_hostname=hello_name)
        # What starttls() compares the certificate with; smtplib sets it only where it dials itself.
        self._host = host

    def _get_socket(self, *_where: object) -> socket.socket:
        return self.ready


class SmtpSession:
    """A connection that is open, safe as demanded and signed in after `open`."""

    def __init__(
        self,
        settings: ConnectionSettings,
        credentials: Credentials | None,
        hello_name: str = "",
        on_step: StepListener | None = None,
    ) -> None:
        self.settings = settings
        self.wire = Wire(
            settings, translate=translate, secrets=credentials.secrets() if credentials else (), on_step=on_step
        )
        self._credentials = credentials
        self._client = _Client(settings.host, hello_name or own_name())

    def open(self) -> None:
        """Connect and sign in. Raises Unreachable, Insecure, SignInRefused, ProtocolBroken, Refused."""
        try:
            self._greet()
            self._hello()
            if self.settings.security is Security.STARTTLS:
                self._start_tls()
            if self._credentials is not None:
                with self.wire.step("sign-in", self._credentials.user):
                    sign_in(self, self._credentials)
        except BaseException:
            self.drop()
            raise

    def close(self) -> None:
        """Say QUIT where the connection still stands; what goes wrong now no longer matters."""
        try:
            with self.wire.step("quit", seconds=min(5.0, self.settings.timeout)):
                self._client.docmd("QUIT")
        except DriverError:
            pass
        finally:
            self.drop()

    def drop(self) -> None:
        """Cut the connection."""
        self._client.close()

    def command(self, verb: str, argument: str = "") -> Answer:
        """Send one command and return the whole answer."""
        return _answer(self._client.docmd(verb, argument))

    def write(self, data: bytes) -> None:
        """Send bytes of a message. The connection stays open for reading where it breaks."""
        if self._client.sock is None:
            raise EOFError("not connected")
        self._client.sock.sendall(data)

    def read_answer(self) -> Answer:
        """Return the next whole answer."""
        return _answer(self._client.getreply())

    def offers(self, extension: str) -> bool:
        """Whether the EHLO answer named this extension."""
        return self._client.has_extn(extension)

    def parameter(self, extension: str) -> str:
        """Return what stood behind the extension in the EHLO answer, such as the bytes of SIZE."""
        return self._client.esmtp_features.get(extension.lower(), "")

    def encode_commands(self, encoding: str) -> None:
        """Choose `ascii` or, for a message under SMTPUTF8 (RFC 6531), `utf-8`."""
        self._client.command_encoding = encoding

    def _greet(self) -> None:
        self._client.ready = self.wire.connect()
        with self.wire.step("greeting", self.settings.host):
            greeting = _answer(self._client.connect(self.settings.host, self.settings.port))
            if greeting.code != 220:
                raise refusal(greeting, codes.COMMAND_REFUSED)

    def _hello(self) -> None:
        with self.wire.step("hello", self._client.local_hostname):
            answer = _answer(self._client.ehlo())
            if not answer.positive:
                answer = _answer(self._client.helo())
            if not answer.positive:
                raise refusal(answer, codes.COMMAND_REFUSED)

    def _start_tls(self) -> None:
        with self.wire.step("tls", self.settings.host):
            if not self.offers("starttls"):
                raise Insecure("the server does not offer STARTTLS", code=codes.STARTTLS_MISSING)
            answer = _answer(self._client.starttls(context=self.wire.tls_context()))
            if answer.code != 220:
                raise Insecure(str(answer), code=codes.STARTTLS_MISSING)
            self.wire.adopt(self._client.sock)
        # What the server said before TLS counts for nothing (RFC 3207 section 4.2).
        self._hello()


def own_name() -> str:
    """Return the name to say in EHLO: this machine's full name, or an address literal (RFC 5321 section 4.1.3)."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _answer(reply: tuple[int, bytes]) -> Answer:
    code, text = reply
    words = text.decode("utf-8", "replace")
    if code < 200:
        raise ProtocolBroken(words)
    return Answer(code, words)
