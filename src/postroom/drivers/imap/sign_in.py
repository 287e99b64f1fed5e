"""Signing in to an IMAP server: AUTHENTICATE PLAIN, LOGIN, and XOAUTH2 as Microsoft and Google speak it."""

from __future__ import annotations

import imaplib
from typing import Any

from postroom.drivers import codes
from postroom.drivers.credentials import (
    BearerToken,
    Credentials,
    Password,
    demand_sendable,
    xoauth2_complaint,
    xoauth2_response,
)
from postroom.drivers.errors import SignInRefused, TokenRefused
from postroom.drivers.imap.errors import translate

_ABOUT_THE_ACCOUNT = {codes.WEB_SIGN_IN_NEEDED, codes.IMAP_DISABLED, codes.IMAP_DISABLED_FOR_DOMAIN}
"""What another token would not change."""


def sign_in(client: Any, credentials: Credentials) -> None:
    """Sign in an IMAPClient. Raises SignInRefused, TokenRefused, or what imaplib raises."""
    # IMAPClient would keep what it is asked about capabilities now beyond signing in, when they are others.
    offered: tuple[str, ...] = client._imap.capabilities
    match credentials:
        case BearerToken():
            _by_token(client, credentials, offered)
        case Password():
            _by_password(client, credentials, offered)


def _by_token(client: Any, bearer: BearerToken, offered: tuple[str, ...]) -> None:
    if "AUTH=XOAUTH2" not in offered:
        raise SignInRefused(" ".join(offered), code=codes.SIGN_IN_METHOD_MISSING)
    complaints: list[str] = []

    def respond(challenge: bytes) -> str:
        # The second challenge is the reason for the refusal; an empty answer asks for the refusal itself.
        if not challenge:
            return xoauth2_response(bearer)
        complaints.append(xoauth2_complaint(challenge))
        return ""

    try:
        client.sasl_login("XOAUTH2", respond)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        refused = translate(error, "sign-in")
        if isinstance(refused, SignInRefused):
            raise TokenRefused("; ".join([str(error), *complaints]), code=_code_by_token(refused.code)) from None
        raise


def _code_by_token(code: str) -> str:
    """Return the code of a refused token; Gmail also names what is wrong with the account itself."""
    return code if code in _ABOUT_THE_ACCOUNT else codes.BEARER_REFUSED


def _by_password(client: Any, password: Password, offered: tuple[str, ...]) -> None:
    demand_sendable(password.user, password.password)
    if "AUTH=PLAIN" in offered:
        client.plain_login(password.user, password.password)
    elif "LOGINDISABLED" in offered:
        raise SignInRefused(" ".join(offered), code=codes.SIGN_IN_METHOD_MISSING)
    elif not (password.user + password.password).isascii():
        raise SignInRefused("LOGIN carries ASCII only", code=codes.SIGN_IN_UNENCODABLE)
    else:
        client.login(password.user, password.password)
