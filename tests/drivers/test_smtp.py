"""Sending by SMTP: who is responsible when something goes wrong, and what the answers mean."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from postroom.drivers.base import Receipt, Step
from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import BearerToken, Credentials, Password
from postroom.drivers.errors import (
    DriverError,
    Insecure,
    RecipientsRefused,
    Refused,
    Retry,
    SignInRefused,
    Throttled,
    TokenRefused,
    TooLarge,
    Uncertain,
    Unreachable,
)
from postroom.drivers.smtp import SmtpSink
from tests.servers.answering import answering
from tests.servers.meddler import Meddler, meddling
from tests.servers.smtp import PASSWORD, TOKEN, USER, MailServer, running_smtp

MAIL = b"From: desk@example.org\r\nSubject: one\r\n\r\nText\r\n"
FROM = "desk@example.org"
TO = ["ann@example.net"]


def sink(server: MailServer, credentials: Credentials | None = None, security: Security = Security.NONE) -> SmtpSink:
    settings = ConnectionSettings("localhost", server.port, security, verify_certificate=False, timeout=5)
    return SmtpSink(settings, credentials)


@pytest.fixture
def meddler(mail_server: MailServer) -> Iterator[Meddler]:
    with meddling(mail_server.port) as meddler:
        yield meddler


def meddled(meddler: Meddler, security: Security = Security.NONE, timeout: float = 5) -> SmtpSink:
    return SmtpSink(ConnectionSettings("localhost", meddler.port, security, verify_certificate=False, timeout=timeout))


def failure(sending: SmtpSink, content: bytes = MAIL, recipients: list[str] = TO) -> DriverError:
    """Return what sending raises."""
    with pytest.raises(DriverError) as caught, sending as open_sink:
        open_sink.send(content, FROM, recipients)
    return caught.value


def told(error: DriverError) -> tuple[type[DriverError], str, Retry]:
    return type(error), error.code, error.retry


def test_receipt_keeps_the_whole_answer(mail_server: MailServer) -> None:
    with sink(mail_server) as open_sink:
        receipt = open_sink.send(MAIL, FROM, TO)
    assert receipt == Receipt("250 2.0.0 OK\nqueued as 4711")


def test_some_refused_recipients_stand_in_the_receipt(mail_server: MailServer) -> None:
    mail_server.at_rcpt["bob@example.net"] = "550-5.1.1 No such user\r\n550 5.1.1 here"
    with sink(mail_server) as open_sink:
        receipt = open_sink.send(MAIL, FROM, ["ann@example.net", "bob@example.net"])
    assert receipt.refused == {"bob@example.net": "550 5.1.1 No such user\n5.1.1 here"}
    assert [taken.recipients for taken in mail_server.taken] == [("ann@example.net",)]


@pytest.mark.parametrize(("answer", "retry"), [("450 4.2.1 greylisted", Retry.LATER), ("550 5.1.1 no", Retry.NEVER)])
def test_all_refused_recipients_say_whether_later_helps(mail_server: MailServer, answer: str, retry: Retry) -> None:
    mail_server.at_rcpt["ann@example.net"] = answer
    error = failure(sink(mail_server))
    assert isinstance(error, RecipientsRefused)
    assert (error.refused, error.retry, error.code) == ({"ann@example.net": answer}, retry, "recipients")


ANSWERS = [
    ("451 4.3.0 try again", Refused, "server-busy", Retry.LATER),
    ("421 4.3.2 closing", Refused, "server-closing", Retry.LATER),
    ("554 5.6.0 do not like it", Refused, "message-refused", Retry.NEVER),
    (
        "550 5.7.60 SMTP; Client does not have permissions to send as",
        Refused,
        "send-as-denied",
        Retry.NEVER,
    ),
    ("554 5.2.252 SendAsDenied; a@x not allowed to send as b@x", Refused, "send-as-denied", Retry.NEVER),
    ("554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException", Refused, "send-as-denied", Retry.NEVER),
    ("554 5.2.270 ResolverRecipient; message too large", TooLarge, "too-large", Retry.NEVER),
    ("552 5.3.4 Message size exceeds fixed maximum message size", TooLarge, "too-large", Retry.NEVER),
    ("432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms", Throttled, "throttled", Retry.LATER),
    ("451 4.7.0 Too many messages from your IP", Throttled, "throttled", Retry.LATER),
    (
        "550 5.1.90 you've reached your daily limit",
        Refused,
        "sending-limit",
        Retry.LATER,
    ),
    ("552 5.2.2 Mailbox size limit exceeded", Refused, "mailbox-full", Retry.NEVER),
    ("550 5.7.705 Access denied, tenant has exceeded threshold", Refused, "sending-blocked", Retry.NEVER),
]


@pytest.mark.parametrize(("answer", "kind", "code", "retry"), ANSWERS, ids=[answer[:10] for answer, *_ in ANSWERS])
def test_answers_to_the_message_are_understood(
    mail_server: MailServer, answer: str, kind: type[DriverError], code: str, retry: Retry
) -> None:
    mail_server.at_data.append(answer)
    error = failure(sink(mail_server))
    assert told(error) == (kind, code, retry)
    assert error.server_text == answer
    assert mail_server.taken == []


def test_refused_sender_names_the_step(mail_server: MailServer) -> None:
    mail_server.at_mail.append("550 5.1.0 who are you")
    error = failure(sink(mail_server))
    assert (*told(error), error.step) == (Refused, "sender-refused", Retry.NEVER, "sender")


def test_connection_survives_a_refusal(mail_server: MailServer) -> None:
    mail_server.at_data.append("554 5.6.0 no")
    with sink(mail_server) as open_sink:
        with pytest.raises(Refused):
            open_sink.send(MAIL, FROM, TO)
        open_sink.send(MAIL, FROM, TO)
    assert len(mail_server.taken) == 1


def test_connection_lost_after_the_final_dot_is_uncertain(mail_server: MailServer) -> None:
    mail_server.drop_after_data = True
    assert told(failure(sink(mail_server))) == (Uncertain, "uncertain", Retry.HUMAN)
    assert len(mail_server.taken) == 1


def test_garbage_after_the_final_dot_is_uncertain(mail_server: MailServer, meddler: Meddler) -> None:
    meddler.rewrite(rb"^250-2\.0\.0 OK", b"what?")
    assert told(failure(meddled(meddler))) == (Uncertain, "uncertain", Retry.HUMAN)
    assert len(mail_server.taken) == 1


def test_connection_lost_before_the_final_dot_is_unreachable(mail_server: MailServer) -> None:
    mail_server.drop_during_data = True
    error = failure(sink(mail_server), MAIL + b"x" * 900 * 20_000 + b"\r\n")
    assert (*told(error), error.step) == (Unreachable, "connection-lost", Retry.LATER, "data")
    assert mail_server.taken == []


def test_connection_lost_at_recipient_is_unreachable(mail_server: MailServer, meddler: Meddler) -> None:
    meddler.answer(rb"^RCPT", b"")
    error = failure(meddled(meddler))
    assert (*told(error), error.step) == (Unreachable, "connection-lost", Retry.LATER, "recipient")


def test_silence_ends_at_the_deadline(mail_server: MailServer, meddler: Meddler) -> None:
    meddler.answer(rb"^MAIL", b"250-still thinking\r\n")
    error = failure(meddled(meddler, timeout=0.5))
    assert (*told(error), error.step) == (Unreachable, "answer-timeout", Retry.LATER, "sender")


def test_refusal_in_the_middle_of_the_message_is_heard() -> None:
    with answering(_refuse_in_the_middle) as port:
        settings = ConnectionSettings("127.0.0.1", port, Security.NONE, timeout=5)
        error = failure(SmtpSink(settings), MAIL + b"x" * 900 * 20_000 + b"\r\n")
    assert told(error) == (TooLarge, "too-large", Retry.NEVER)
    assert error.server_text == "552 5.3.4 Message size exceeds fixed limit"


def _refuse_in_the_middle(client: socket.socket) -> None:
    client.sendall(b"220 hello\r\n")
    for answer in (b"250 hello", b"250 sender", b"250 recipient", b"354 go"):
        client.recv(1000)
        client.sendall(answer + b"\r\n")
    client.recv(1000)
    client.sendall(b"552 5.3.4 Message size exceeds fixed limit\r\n")


def test_size_is_checked_before_anything_is_sent(tmp_path: Path) -> None:
    with running_smtp(tmp_path, size_limit=1000) as server:
        error = failure(sink(server), MAIL + b"x" * 2000)
    assert told(error) == (TooLarge, "too-large", Retry.NEVER)
    assert "the server takes 1000" in error.server_text
    assert server.taken == []


def test_size_and_eight_bit_are_announced(mail_server: MailServer) -> None:
    content = MAIL + "Größe\r\n".encode()
    with sink(mail_server) as open_sink:
        open_sink.send(content, FROM, TO)
    assert mail_server.taken[0].options == (f"SIZE={len(content)}", "BODY=8BITMIME")
    assert mail_server.taken[0].content == content


def test_eight_bit_to_a_server_without_it_is_refused_here(mail_server: MailServer, meddler: Meddler) -> None:
    meddler.rewrite(rb"^250-8BITMIME\r\n", b"")
    assert told(failure(meddled(meddler), MAIL + b"\xff\r\n")) == (Refused, "8bit-missing", Retry.NEVER)


def test_smtputf8_is_used_where_an_address_needs_it(mail_server: MailServer) -> None:
    with sink(mail_server) as open_sink:
        open_sink.send(MAIL, FROM, ["jörg@example.net"])
        open_sink.send(MAIL, FROM, ["ann@example.net"])
    assert [taken.recipients for taken in mail_server.taken] == [("jörg@example.net",), ("ann@example.net",)]
    assert ["SMTPUTF8" in taken.options for taken in mail_server.taken] == [True, False]


def test_smtputf8_missing_names_the_address(tmp_path: Path) -> None:
    with running_smtp(tmp_path, utf8=False) as server:
        error = failure(sink(server), recipients=["jörg@example.net"])
    assert (*told(error), error.server_text) == (Refused, "smtputf8-missing", Retry.NEVER, "jörg@example.net")


def test_international_domain_goes_as_a_label(mail_server: MailServer) -> None:
    mail_server.at_rcpt["b@xn--bcher-kva.example"] = "550 5.1.1 no"
    with sink(mail_server) as open_sink:
        receipt = open_sink.send(MAIL, FROM, ["ann@bücher.example", "b@bücher.example"])
    assert mail_server.taken[0].recipients == ("ann@xn--bcher-kva.example",)
    assert list(receipt.refused) == ["b@bücher.example"]


def test_bare_line_feeds_cannot_end_the_message_early(mail_server: MailServer) -> None:
    with sink(mail_server) as open_sink:
        open_sink.send(b"Subject: x\n\nbefore\n.\nMAIL FROM:<evil@example.net>\n", FROM, TO)
    assert [taken.content for taken in mail_server.taken] == [
        b"Subject: x\r\n\r\nbefore\r\n.\r\nMAIL FROM:<evil@example.net>\r\n"
    ]


def test_line_break_in_an_address_is_not_sent(mail_server: MailServer) -> None:
    error = failure(sink(mail_server), recipients=["a@example.net>\r\nDATA\r\n"])
    assert (error.step, error.retry) == ("recipient", Retry.LATER)
    assert mail_server.taken == []


@pytest.mark.parametrize("credentials", [Password(USER, PASSWORD), BearerToken(USER, TOKEN)], ids=["plain", "token"])
def test_sign_in_over_starttls(mail_server: MailServer, credentials: Credentials) -> None:
    with sink(mail_server, credentials, Security.STARTTLS) as open_sink:
        open_sink.send(MAIL, FROM, TO)
    assert [(taken.user, taken.encrypted) for taken in mail_server.taken] == [(USER, True)]


def test_sign_in_by_login_where_plain_is_not_offered(mail_server: MailServer, meddler: Meddler) -> None:
    meddler.rewrite(rb"LOGIN PLAIN XOAUTH2", b"LOGIN")
    settings = ConnectionSettings("localhost", meddler.port, Security.NONE)
    with SmtpSink(settings, Password(USER, PASSWORD)) as open_sink:
        open_sink.send(MAIL, FROM, TO)
    assert mail_server.taken[0].user == USER


def test_sign_in_not_offered_says_what_is(mail_server: MailServer, meddler: Meddler) -> None:
    meddler.rewrite(rb"LOGIN PLAIN XOAUTH2", b"LOGIN PLAIN")
    settings = ConnectionSettings("localhost", meddler.port, Security.NONE)
    error = failure(SmtpSink(settings, BearerToken(USER, TOKEN)))
    assert (*told(error), error.server_text) == (
        SignInRefused,
        "sign-in-method-missing",
        Retry.NEVER,
        "offered: LOGIN PLAIN; wanted: XOAUTH2",
    )


def test_wrong_token_tells_the_reason_and_not_the_token(mail_server: MailServer) -> None:
    error = failure(sink(mail_server, BearerToken(USER, "wrong-token")))
    assert told(error) == (TokenRefused, "bearer-refused", Retry.NEVER)
    assert error.server_text == "535 5.7.3 Authentication unsuccessful (status 401, schemes Bearer)"


AUTH_ANSWERS = [
    (
        "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant.",
        "smtp-auth-disabled",
    ),
    (
        "535 5.7.139 user is locked by your organization's security defaults policy.",
        "security-defaults",
    ),
    ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "basic-auth-retired"),
    ("550 5.7.30 Basic authentication is not supported for Client Submission.", "basic-auth-retired"),
    ("535 5.7.3 Authentication unsuccessful", "sign-in"),
    ("534 5.7.9 Application-specific password required.", "app-password-needed"),
    ("454 4.7.0 Temporary authentication failure", "server-busy"),
]


@pytest.mark.parametrize(("answer", "code"), AUTH_ANSWERS, ids=[f"{a[:10]}-{code}" for a, code in AUTH_ANSWERS])
def test_answers_to_sign_in_are_understood(mail_server: MailServer, answer: str, code: str) -> None:
    mail_server.at_auth.append(answer)
    error = failure(sink(mail_server, Password(USER, PASSWORD)))
    assert (error.code, error.server_text, error.step) == (code, answer, "sign-in")
    assert error.retry is (Retry.LATER if answer.startswith("4") else Retry.NEVER)


def test_password_in_the_servers_answer_is_struck_out(mail_server: MailServer) -> None:
    mail_server.at_auth.append(f"535 5.7.8 you sent {PASSWORD}")
    error = failure(sink(mail_server, Password(USER, PASSWORD)))
    assert (error.server_text, str(error)) == ("535 5.7.8 you sent ***", "535 5.7.8 you sent ***")


def test_starttls_missing_never_sends_the_password(mail_server: MailServer, meddler: Meddler) -> None:
    meddler.rewrite(rb"^250-STARTTLS\r\n", b"")
    settings = ConnectionSettings("localhost", meddler.port, Security.STARTTLS)
    error = failure(SmtpSink(settings, Password(USER, PASSWORD)))
    assert (*told(error), error.step) == (Insecure, "starttls-missing", Retry.NEVER, "tls")
    assert [line for line in meddler.seen if line.startswith((b"AUTH", b"MAIL"))] == []


def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    with running_smtp(tmp_path, tls=True) as server:
        with sink(server, security=Security.TLS) as open_sink:
            open_sink.send(MAIL, FROM, TO)
        assert [taken.content for taken in server.taken] == [MAIL]


def test_busy_greeting_is_throttled(mail_server: MailServer, meddler: Meddler) -> None:
    meddler.rewrite(rb"^220 .*\r\n", b"421 4.3.2 too many connections\r\n")
    error = failure(meddled(meddler))
    assert (*told(error), error.step) == (Throttled, "throttled", Retry.LATER, "greeting")


def test_steps_are_told_in_order_without_secrets(mail_server: MailServer) -> None:
    steps: list[Step] = []
    settings = ConnectionSettings("localhost", mail_server.port, Security.STARTTLS, verify_certificate=False)
    with SmtpSink(settings, Password(USER, PASSWORD), on_step=steps.append) as open_sink:
        open_sink.send(MAIL, FROM, TO)
    assert [step.name for step in steps] == [
        "resolve", "connect", "greeting", "hello", "tls", "hello", "sign-in",
        "sender", "recipient", "data", "verdict", "quit",
    ]  # fmt: skip
    assert not [step for step in steps if PASSWORD in step.detail]
    assert not [step for step in steps if step.milliseconds < 0]
