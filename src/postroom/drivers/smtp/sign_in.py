"""Signing in to an SMTP server (RFC 4954): PLAIN, LOGIN, and XOAUTH2 as Microsoft and Google speak it."""

from __future__ import annotations

import base64
import binascii
from typing import Protocol

from postroom.drivers import codes
from postroom.drivers.credentials import (
    BearerToken,
    Credentials,
    Password,
    plain_response,
    xoauth2_complaint,
    xoauth2_response,
)
from postroom.drivers.errors import SignInRefused
from postroom.drivers.smtp.answers import Answer, sign_in_error


class Commands(Protocol):
    """What signing in needs of a session."""

    def command(self, verb: str, argument: str = "") -> Answer:
        """Send one command and return the whole answer."""
        ...

    def parameter(self, extension: str) -> str:
        """Return what stood behind the extension in the EHLO answer."""
        ...


def sign_in(session: Commands, credentials: Credentials) -> None:
    """Sign in, or raise SignInRefused, TokenRefused, or what a temporary refusal means."""
    match credentials:
        case BearerToken():
            _by_token(session, credentials)
        case Password():
            _by_password(session, credentials)


def _by_token(session: Commands, bearer: BearerToken) -> None:
    _demand_method(session, "XOAUTH2")
    answer = session.command("AUTH", f"XOAUTH2 {_base64(xoauth2_response(bearer))}")
    complaint = ""
    if answer.code == 334:
        # The complaint comes as a challenge; an empty line asks for the refusal itself.
        complaint = xoauth2_complaint(_unbase64(answer.text))
        answer = session.command("")
    if answer.code != 235:
        raise sign_in_error(answer, by_token=True, complaint=complaint)


def _by_password(session: Commands, password: Password) -> None:
    if _demand_method(session, "PLAIN", "LOGIN") == "PLAIN":
        answer = session.command("AUTH", f"PLAIN {_base64(plain_response(password))}")
    else:
        answer = _login(session, password)
    if answer.code != 235:
        raise sign_in_error(answer, by_token=False)


def _login(session: Commands, password: Password) -> Answer:
    answer = session.command("AUTH", "LOGIN")
    for secret in (password.user, password.password):
        if answer.code != 334:
            return answer
        answer = session.command(_base64(secret))
    return answer


def _demand_method(session: Commands, *wanted: str) -> str:
    offered = session.parameter("auth").upper().split()
    for method in wanted:
        if method in offered:
            return method
    raise SignInRefused(
        f"offered: {' '.join(offered) or 'no way to sign in'}; wanted: {' or '.join(wanted)}",
        code=codes.SIGN_IN_METHOD_MISSING,
    )


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return text.encode()
