"""People who have set up a second step, and people who entered their password a moment ago."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from postroom.models import User

PASSKEY = 1_000_000
"""The id of the passkey below."""


def with_everything(user: User) -> None:
    """Give `user` an app with codes, recovery codes and a passkey."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    data = {"name": "Blauer Schlüssel", "credential": _credential()}
    Authenticator.objects.create(pk=PASSKEY, user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def _credential() -> dict[str, Any]:
    """Return what a browser sends of a new passkey (WebAuthn, 5.1: PublicKeyCredential)."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())  # type: ignore[no-untyped-call]  # of fido2
    made = AttestedCredentialData.create(bytes(16), b"blue", key)
    flags = AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP
    attested = AttestationObject.create("none", AuthenticatorData.create(bytes(32), flags, 0, made), {})
    client = b'{"type": "webauthn.create", "challenge": "eA", "origin": "https://desk.example"}'
    response = {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(bytes(attested))}
    return {
        "id": websafe_encode(b"blue"),
        "rawId": websafe_encode(b"blue"),
        "type": "public-key",
        "response": response,
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


def confirmed(session: SessionBase, user: User) -> None:
    """Let the password have been entered again a moment ago."""
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()


@contextmanager
def signing_in_by_password() -> Iterator[None]:
    """Whoever is signed in meanwhile, by whatever client, has entered their password."""

    def entered(request: HttpRequest, user: User, **_: object) -> None:
        confirmed(request.session, user)

    user_logged_in.connect(entered)
    try:
        yield
    finally:
        user_logged_in.disconnect(entered)
