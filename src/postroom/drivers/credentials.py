"""How to sign in to a mail server: a password or a bearer token. Neither shows its secret when printed."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field

from postroom.drivers import codes
from postroom.drivers.errors import SignInRefused


@dataclass(frozen=True, slots=True)
class Password:
    """User name and password."""

    user: str
    password: str = field(repr=False)

    def secrets(self) -> tuple[str, ...]:
        """Return every text that must not appear in a log or an error."""
        return (self.password, _base64(plain_response(self)), _base64(self.password))


@dataclass(frozen=True, slots=True)
class BearerToken:
    """User name (for Microsoft 365 the mailbox) and OAuth 2 access token."""

    user: str
    token: str = field(repr=False)

    def secrets(self) -> tuple[str, ...]:
        """Return every text that must not appear in a log or an error."""
        return (self.token, _base64(xoauth2_response(self)))


Credentials = Password | BearerToken


def demand_sendable(*texts: str) -> None:
    """Raise SignInRefused where a text cannot stand in a command line, as one with a line break."""
    if any(ord(character) < 32 for text in texts for character in text):
        raise SignInRefused("control characters in user or password", code=codes.SIGN_IN_UNENCODABLE)


def plain_response(password: Password) -> str:
    """Return the one message of SASL PLAIN (RFC 4616), not yet base64."""
    return f"\0{password.user}\0{password.password}"


def xoauth2_response(bearer: BearerToken) -> str:
    """Return the one message of XOAUTH2, not yet base64.

    Source: https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
    """
    return f"user={bearer.user}\1auth=Bearer {bearer.token}\1\1"


def xoauth2_complaint(challenge: bytes) -> str:
    """Return what an XOAUTH2 error challenge (decoded from base64) says, such as `status 400, schemes Bearer`."""
    try:
        said = json.loads(challenge)
    except ValueError:
        return challenge.decode("ascii", "replace").strip()
    if not isinstance(said, dict):
        return str(said)
    return ", ".join(f"{name} {value}" for name, value in said.items())


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
