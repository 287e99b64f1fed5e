"""Handing messages to an SMTP server, knowing at every moment who is responsible for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

from postroom.drivers import codes
from postroom.drivers.base import Receipt, StepListener
from postroom.drivers.connection import ConnectionSettings
from postroom.drivers.credentials import Credentials
from postroom.drivers.errors import DriverError, RecipientsRefused, Refused, Retry, TooLarge, Uncertain
from postroom.drivers.smtp.addresses import ascii_domain
from postroom.drivers.smtp.answers import Answer, refusal
from postroom.drivers.smtp.session import SmtpSession

SLOWEST_BYTES_PER_SECOND = 20_000
"""What a poor line still carries: the deadline for a message grows with its size by this."""

FINAL_ANSWER_SECONDS = 600.0
"""RFC 5321 section 4.5.3.2.6: the server may work this long on a message before it answers the final dot."""

LAST_WORDS_SECONDS = 2.0
"""For the answer of a server that has hung up: it is here already, or it never comes."""

PATIENCE = 4
"""Servers that hold up strangers on purpose (tarpits) answer MAIL and RCPT late: so many times the timeout."""


class SmtpSink:
    """Sends by SMTP; may send several messages over one connection.

    `credentials` None sends without signing in (a relay that knows this machine). `hello_name` is said in EHLO.
    """

    def __init__(
        self,
        settings: ConnectionSettings,
        credentials: Credentials | None = None,
        *,
        hello_name: str = "",
        on_step: StepListener | None = None,
    ) -> None:
        self._session = SmtpSession(settings, credentials, hello_name, on_step)
        self._settings = settings

    def __enter__(self) -> Self:
        self._session.open()
        return self

    def __exit__(self, *exc: object) -> None:
        self._session.close()

    def send(self, content: bytes, sender: str, recipients: Sequence[str]) -> Receipt:
        """Hand over one message.

        Raises RecipientsRefused where nobody was accepted, TooLarge, Refused, Throttled, Unreachable while the
        message cannot yet be accepted, and Uncertain where it may have been.
        """
        data = _with_crlf(content)
        envelope = _Envelope(sender, recipients)
        try:
            return self._transact(data, envelope)
        except DriverError:
            self._reset()
            raise

    def _transact(self, data: bytes, envelope: _Envelope) -> Receipt:
        self._give_sender(envelope, data)
        refused = self._give_recipients(envelope)
        self._give_data(data)
        answer = self._hear_verdict()
        if not answer.positive:
            raise refusal(answer, codes.MESSAGE_REFUSED)
        return Receipt(str(answer), refused)

    def _give_sender(self, envelope: _Envelope, data: bytes) -> None:
        with self._session.wire.step("sender", envelope.sender, self._settings.timeout * PATIENCE):
            options = self._options(envelope, data)
            answer = self._session.command("MAIL", " ".join([f"FROM:<{envelope.sender}>", *options]))
            if not answer.positive:
                raise refusal(answer, codes.SENDER_REFUSED)

    def _options(self, envelope: _Envelope, data: bytes) -> list[str]:
        session = self._session
        options = []
        if session.offers("size"):
            _check_size(len(data), session.parameter("size"))
            options.append(f"SIZE={len(data)}")
        needs_utf8 = envelope.needs_utf8 or not _headers(data).isascii()
        session.encode_commands("utf-8" if needs_utf8 else "ascii")
        if needs_utf8:
            _demand(session.offers("smtputf8"), codes.SMTPUTF8_MISSING, envelope.first_not_ascii)
            options.append("SMTPUTF8")
        if not data.isascii():
            _demand(session.offers("8bitmime"), codes.EIGHT_BIT_MISSING, "")
            options.append("BODY=8BITMIME")
        return options

    def _give_recipients(self, envelope: _Envelope) -> dict[str, str]:
        refused: dict[str, Answer] = {}
        for given, address in envelope.recipients:
            with self._session.wire.step("recipient", address, self._settings.timeout * PATIENCE):
                answer = self._session.command("RCPT", f"TO:<{address}>")
            if answer.code == 421:
                raise refusal(answer, codes.SERVER_CLOSING)
            if not answer.positive:
                refused[given] = answer
        if len(refused) == len(envelope.recipients):
            raise _nobody_accepted(refused)
        return {address: str(answer) for address, answer in refused.items()}

    def _give_data(self, data: bytes) -> None:
        seconds = self._settings.timeout + len(data) / SLOWEST_BYTES_PER_SECOND
        with self._session.wire.step("data", f"{len(data)} bytes", seconds):
            answer = self._session.command("DATA")
            if answer.code != 354:
                raise refusal(answer, codes.MESSAGE_REFUSED)
            try:
                self._session.write(_dot_stuffed(data))
            except ConnectionError:
                raise self._last_words() from None

    def _last_words(self) -> DriverError:
        """Return why the server hung up in the middle of a message: Exchange does so over one that is too large."""
        try:
            with self._session.wire.step("data", "last words", LAST_WORDS_SECONDS):
                return refusal(self._session.read_answer(), codes.MESSAGE_REFUSED)
        except DriverError as error:
            return error

    def _hear_verdict(self) -> Answer:
        # Until here no final dot has been sent, so the server cannot have taken the message; from here on it can.
        try:
            with self._session.wire.step("verdict", seconds=max(FINAL_ANSWER_SECONDS, self._settings.timeout)):
                self._session.write(b".\r\n")
                return self._session.read_answer()
        except DriverError as error:
            raise Uncertain(error.server_text, code=codes.UNCERTAIN, step="verdict") from error

    def _reset(self) -> None:
        """Make the connection fit for the next message, or leave it to fail there."""
        try:
            with self._session.wire.step("reset"):
                self._session.command("RSET")
        except DriverError:
            self._session.drop()


class _Envelope:
    """Sender and recipients as they go on the wire: domains in ASCII, each recipient once."""

    def __init__(self, sender: str, recipients: Sequence[str]) -> None:
        self.sender = ascii_domain(sender)
        self.recipients = [(given, ascii_domain(given)) for given in dict.fromkeys(recipients)]

    @property
    def first_not_ascii(self) -> str:
        return next((address for address in self._all() if not address.isascii()), "")

    @property
    def needs_utf8(self) -> bool:
        return bool(self.first_not_ascii)

    def _all(self) -> list[str]:
        return [self.sender, *(address for _, address in self.recipients)]


def _check_size(size: int, limit: str) -> None:
    # RFC 1870: no figure, or 0, is no limit.
    if limit.isdigit() and 0 < int(limit) < size:
        raise TooLarge(f"the message has {size} bytes, the server takes {limit}", code=codes.TOO_LARGE)


def _demand(offered: bool, code: str, detail: str) -> None:
    if not offered:
        raise Refused(detail, code=code, retry=Retry.NEVER)


def _nobody_accepted(refused: dict[str, Answer]) -> DriverError:
    only = next(iter(refused.values()), None)
    if only is None:
        return RecipientsRefused({}, retry=Retry.NEVER)
    known = refusal(only, codes.RECIPIENTS_REFUSED)
    if known.code != codes.RECIPIENTS_REFUSED and not only.temporary:
        return known
    some_later = any(answer.temporary for answer in refused.values())
    texts = {address: str(answer) for address, answer in refused.items()}
    return RecipientsRefused(texts, retry=Retry.LATER if some_later else Retry.NEVER)


def _with_crlf(content: bytes) -> bytes:
    # Bare CR or LF would let a body end the message early on some servers (SMTP smuggling).
    data = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    return data if data.endswith(b"\r\n") else data + b"\r\n"


def _dot_stuffed(data: bytes) -> bytes:
    return re.sub(rb"(?m)^\.", b"..", data)


def _headers(data: bytes) -> bytes:
    return data.partition(b"\r\n\r\n")[0]
