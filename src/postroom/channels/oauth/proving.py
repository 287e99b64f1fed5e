"""From a stored app to the token endpoint it may ask."""

from __future__ import annotations

from postroom.channels.credentials import stored_password
from postroom.channels.oauth.providers import provider_of
from postroom.drivers.oauth import AppCertificate, AppProof, AppSecret, TokenEndpoint
from postroom.models import OAuthApp, ProofKind


def token_endpoint(app: OAuthApp) -> TokenEndpoint:
    """Return the app's token endpoint. Raises SignInRefused where its secret cannot be read."""
    return TokenEndpoint(provider_of(app).token_url(app), app.client_id, _proof(app))


def _proof(app: OAuthApp) -> AppProof:
    secret = stored_password(app.secret)
    return AppCertificate(app.certificate, secret) if app.proof == ProofKind.CERTIFICATE else AppSecret(secret)
