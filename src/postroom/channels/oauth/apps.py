"""App registrations: saved, checked, given a certificate."""

from __future__ import annotations

from cryptography import x509
from django.db import transaction
from django.utils import timezone

from postroom.channels.oauth.providers import provider_of
from postroom.channels.oauth.proving import token_endpoint
from postroom.channels.oauth.refusals import AppInUse
from postroom.channels.oauth.tokens import end_app_tokens
from postroom.channels.oauth.waking import channels_by
from postroom.drivers.errors import DriverError
from postroom.drivers.oauth import fetch_metadata, make_certificate
from postroom.models import OAuthAccessToken, OAuthApp, ProofKind

CERTIFICATE_DAYS = 730


def save_app(app: OAuthApp) -> OAuthApp:
    """Save an app. What was found out about it before says nothing any more, nor do tokens of another app."""
    with transaction.atomic():
        app.checked_at, app.check_code, app.check_text = None, "", ""
        app.save()
        OAuthAccessToken.objects.filter(app=app).delete()
    return OAuthApp.objects.get(pk=app.pk)


def prove_by_certificate(app: OAuthApp) -> OAuthApp:
    """Make a key and its certificate, which an administrator uploads at the provider; the key never leaves here."""
    made = make_certificate("Postroom", CERTIFICATE_DAYS)
    app.proof, app.certificate, app.secret = ProofKind.CERTIFICATE, made.certificate, made.private_key
    app.expires_on = x509.load_pem_x509_certificate(made.certificate.encode()).not_valid_after_utc.date()
    return save_app(app)


def check_app(app: OAuthApp) -> OAuthApp:
    """Ask the provider whether tenant, client id and proof are right, and write down what it said."""
    provider = provider_of(app)
    end_app_tokens(app)
    app.check_code = app.check_text = ""
    try:
        fetch_metadata(provider.metadata_url(app))
        app.check_code = provider.prove(app, token_endpoint(app))
    except DriverError as error:
        app.check_code, app.check_text = error.code, error.server_text
    app.checked_at = timezone.now()
    app.save(update_fields=["checked_at", "check_code", "check_text"])
    return app


def delete_app(app: OAuthApp) -> None:
    """Delete an app and the grants that no channel needs any more. Raises AppInUse while one does."""
    with transaction.atomic():
        OAuthApp.objects.select_for_update().get(pk=app.pk)
        if channels_by(app).exists():
            raise AppInUse
        app.grants.all().delete()
        app.delete()
