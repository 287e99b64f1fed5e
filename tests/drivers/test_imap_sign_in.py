"""Signing in to IMAP and POP3: by password, by token, and never in clear text against the settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from postroom.drivers.connection import ConnectionSettings, Security
from postroom.drivers.credentials import BearerToken, Credentials, Password
from postroom.drivers.errors import DriverError, Insecure, Retry, SignInRefused, Throttled, TokenRefused, Unreachable
from postroom.drivers.imap import ImapSource
from postroom.drivers.pop3 import Pop3Source
from tests.drivers.conftest import Account
from tests.servers.dovecot import PASSWORD, TOKEN, Dovecot
from tests.servers.meddler import meddling

pytestmark = pytest.mark.dovecot

TOKEN_USER = "token@example.org"


def refused(account: Account, credentials: Credentials, security: Security = Security.NONE) -> DriverError:
    """Return what entering an ImapSource by way of the meddler raises."""
    settings = ConnectionSettings("127.0.0.1", account.meddler.port, security, verify_certificate=False, timeout=10)
    with pytest.raises(DriverError) as caught, ImapSource(settings, credentials):
        pass
    return caught.value


@pytest.mark.parametrize("make", [ImapSource, Pop3Source])
def test_bearer_token_signs_in(dovecot: Dovecot, make: Callable[..., ImapSource | Pop3Source]) -> None:
    dovecot.mailbox(TOKEN_USER).make_folder("INBOX")
    port = dovecot.imaps if make is ImapSource else dovecot.pop3s
    settings = ConnectionSettings("127.0.0.1", port, Security.TLS, verify_certificate=False)
    with make(settings, BearerToken(TOKEN_USER, TOKEN)) as source:
        assert source.survey().count == 0


@pytest.mark.parametrize("make", [ImapSource, Pop3Source])
def test_wrong_token_tells_the_servers_reason(dovecot: Dovecot, make: Callable[..., ImapSource | Pop3Source]) -> None:
    port = dovecot.imaps if make is ImapSource else dovecot.pop3s
    settings = ConnectionSettings("127.0.0.1", port, Security.TLS, verify_certificate=False)
    with pytest.raises(TokenRefused) as caught, make(settings, BearerToken(TOKEN_USER, "wrong-token")):
        pass
    assert (caught.value.code, caught.value.step, caught.value.retry) == ("bearer-refused", "sign-in", Retry.NEVER)
    assert "schemes bearer" in caught.value.server_text
    assert "wrong-token" not in caught.value.server_text


def test_secrets_are_not_in_the_repr() -> None:
    assert repr(Password("ann", "hush")) == "Password(user='ann')"
    assert repr(BearerToken("ann", "hush")) == "BearerToken(user='ann')"


def test_starttls_missing_never_sends_the_password(account: Account) -> None:
    account.meddler.rewrite(rb" STARTTLS(?=[ \]\r])", b"")
    error = refused(account, Password(account.user, PASSWORD), Security.STARTTLS)
    assert (type(error), error.code, error.step, error.retry) == (Insecure, "starttls-missing", "tls", Retry.NEVER)
    assert [line for line in account.meddler.seen if b"LOGIN" in line or b"AUTHENTICATE" in line] == []


def test_greeting_that_claims_to_be_signed_in_does_not_skip_starttls(account: Account) -> None:
    account.meddler.rewrite(rb"^\* OK ", b"* PREAUTH ")
    error = refused(account, Password(account.user, PASSWORD), Security.STARTTLS)
    assert (type(error), error.code) == (Insecure, "starttls-missing")


def test_login_is_used_where_plain_is_not_offered(account: Account) -> None:
    account.meddler.rewrite(rb" AUTH=PLAIN", b"")
    account.deliver("one")
    with account.source() as source:
        assert source.survey().count == 1
    assert [line for line in account.meddler.commands() if line.startswith("LOGIN")] != []


def test_login_disabled_is_told_before_the_password_is_sent(account: Account) -> None:
    account.meddler.rewrite(rb" AUTH=PLAIN", b" LOGINDISABLED")
    error = refused(account, Password(account.user, PASSWORD))
    assert (type(error), error.code) == (SignInRefused, "sign-in-method-missing")
    assert [line for line in account.meddler.seen if PASSWORD.encode() in line] == []


def test_token_where_xoauth2_is_not_offered(account: Account) -> None:
    account.meddler.rewrite(rb" AUTH=XOAUTH2", b"")
    error = refused(account, BearerToken(TOKEN_USER, TOKEN))
    assert (type(error), error.code) == (SignInRefused, "sign-in-method-missing")


@pytest.mark.parametrize(
    ("words", "kind", "code"),
    [
        ("[AUTHENTICATIONFAILED] Application-specific password required", SignInRefused, "app-password-needed"),
        ("LOGIN failed. Basic authentication is disabled.", SignInRefused, "basic-auth-retired"),
        ("LOGIN failed.", SignInRefused, "sign-in"),
        ("[UNAVAILABLE] Temporary authentication failure.", DriverError, "server-busy"),
        ("[LIMIT] Too many simultaneous connections", Throttled, "throttled"),
    ],
)
def test_words_of_a_refusal_are_understood(account: Account, words: str, kind: type[DriverError], code: str) -> None:
    account.meddler.answer(rb"AUTHENTICATE PLAIN", f"TAG NO {words}\r\n".encode())
    error = refused(account, Password(account.user, PASSWORD))
    assert isinstance(error, kind)
    assert (error.code, error.step) == (code, "sign-in")
    assert words in error.server_text


def test_throttled_with_a_time_names_it(account: Account) -> None:
    account.meddler.answer(
        rb"AUTHENTICATE", b"TAG BAD Request is throttled. Suggested Backoff Time: 299500 milliseconds\r\n"
    )
    error = refused(account, Password(account.user, PASSWORD))
    assert error.retry_after is not None
    assert error.retry_after.total_seconds() == 299.5


def test_password_in_the_servers_answer_is_struck_out(account: Account) -> None:
    account.meddler.answer(rb"AUTHENTICATE", b"TAG NO you sent hush-hush\r\n")
    error = refused(account, Password(account.user, "hush-hush"))
    assert "hush-hush" not in f"{error} {error.args} {error.__context__!r}"
    assert "you sent ***" in error.server_text


def test_line_break_in_the_password_is_refused_here(account: Account) -> None:
    error = refused(account, Password(account.user, "a\r\nb"))
    assert (type(error), error.code) == (SignInRefused, "sign-in-unencodable")


def test_goodbye_as_greeting_is_told(account: Account) -> None:
    account.meddler.rewrite(rb"^\* OK .*\r\n", b"* BYE Server is going down\r\n")
    error = refused(account, Password(account.user, PASSWORD))
    assert (type(error), error.code, error.step) == (Unreachable, "server-closing", "greeting")


def test_pop3_without_stls_never_sends_the_password(dovecot: Dovecot) -> None:
    with meddling(dovecot.pop3) as meddler:
        meddler.rewrite(rb"^STLS\r\n", b"")
        settings = ConnectionSettings("127.0.0.1", meddler.port, Security.STARTTLS)
        with pytest.raises(Insecure) as caught, Pop3Source(settings, Password("ann", PASSWORD)):
            pass
        assert (caught.value.code, caught.value.step) == ("starttls-missing", "tls")
        assert meddler.seen == [b"CAPA\r\n"]
