"""The `state` that comes back from a provider: signed, and bound to the browser that was sent there.

Nothing is stored for a sign-in, so any number of tabs may be at it at once. What only we may know, the PKCE verifier
(RFC 7636) and the nonce, follows from a random number in the state and the secret key.
"""

from __future__ import annotations

import base64
import datetime
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from postroom.channels.oauth.refusals import SignInUnknown

_SALT = "postroom.channels.oauth"
_SIGN_IN, _CONSENT = "sign-in", "consent"
SIGN_IN_VALID = datetime.timedelta(hours=2)
"""Somebody may have to look for a phone, or for the person whose mailbox it is."""
CONSENT_VALID = datetime.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody went to sign in for."""

    app_id: int
    browser: str
    """A digest of the browser's session."""
    mailbox: str = ""
    """The shared mailbox to read; empty for the one of whoever signs in."""
    channel_id: int | None = None
    """The channel that is signed in again, or converted; None for a new one."""
    converts: bool = False
    """Whether the channel of another kind is to be converted."""
    draft_id: int | None = None
    """The draft of a channel whose changes need this sign-in."""
    choice: str = ""
    """What else was chosen before leaving, in the words of the kind."""
    flow: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def verifier(self) -> str:
        """The PKCE verifier: 43 characters."""
        return _derived("verifier", self.flow)

    @property
    def nonce(self) -> str:
        """What the id_token has to repeat."""
        return _derived("nonce", self.flow)


def browser_digest(session_key: str) -> str:
    """Return what binds a state to a browser's session without telling the session's key."""
    return _derived("browser", session_key)[:22]


def sign_in_state(sign_in: SignIn) -> str:
    """Return the state of a sign-in."""
    return signing.dumps({"for": _SIGN_IN, **asdict(sign_in)}, salt=_SALT)


def consent_state(request_id: int) -> str:
    """Return the state of a request for consent; it is good in any browser, for administrators may have no account."""
    return signing.dumps({"for": _CONSENT, "request": request_id}, salt=_SALT)


def read_sign_in(state: str, browser: str) -> SignIn:
    """Return what the state says. Raises SignInUnknown: forged, too old, or begun in another browser."""
    content = _read(state, _SIGN_IN, SIGN_IN_VALID)
    sign_in = SignIn(**content)
    if not constant_time_compare(sign_in.browser, browser):
        raise SignInUnknown
    return sign_in


def read_consent(state: str) -> int:
    """Return the id of the request. Raises SignInUnknown."""
    return int(_read(state, _CONSENT, CONSENT_VALID)["request"])


def is_consent(state: str) -> bool:
    """Whether this is the state of a request for consent; says nothing about whether it is genuine."""
    try:
        return bool(signing.loads(state, salt=_SALT)["for"] == _CONSENT)
    except (signing.BadSignature, KeyError, TypeError):
        return False


def _read(state: str, wanted: str, valid: datetime.timedelta) -> dict[str, Any]:
    try:
        content: dict[str, Any] = signing.loads(state, salt=_SALT, max_age=valid)
    except signing.BadSignature:
        raise SignInUnknown from None
    if content.pop("for") != wanted:
        raise SignInUnknown
    return content


def _derived(purpose: str, text: str) -> str:
    digest = salted_hmac(f"{_SALT}.{purpose}", text, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
