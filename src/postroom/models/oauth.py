"""Apps registered at identity providers, the grants people gave them, and the tokens that come of these.

Each secret stands in one place: the app's own with the app, a refresh token with its grant, an access token with its
resource. Channels only name a grant.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from postroom.models.fields import SecretField


class ProofKind(models.TextChoices):
    """How an app proves who it is."""

    SECRET = "secret", _("client secret")
    CERTIFICATE = "certificate", _("certificate")


class OAuthApp(models.Model):
    """An app registration, as the provider's portal calls it."""

    provider = models.CharField(max_length=30)
    """A row of `channels.oauth.providers.PROVIDERS`."""
    cloud = models.CharField(_("cloud"), max_length=30)
    tenant = models.CharField(_("tenant"), max_length=253)
    client_id = models.CharField(_("client ID"), max_length=200)
    proof = models.CharField(_("proof"), max_length=12, choices=ProofKind.choices, default=ProofKind.SECRET)
    secret = SecretField()
    """The client secret's value, or the private key of the certificate (PEM)."""
    certificate = models.TextField(blank=True)
    """PEM, public."""
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    """Of the secret or the certificate; after that day the provider refuses it."""
    checked_at = models.DateTimeField(null=True)
    check_code = models.CharField(max_length=60, blank=True)
    """What the provider refused at the last check; empty where it accepted the app."""
    check_text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "cloud", "tenant", "client_id"], name="oauth_app_once")
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.tenant} {self.client_id}".strip()


class OAuthGrant(models.Model):
    """What one person granted one app: reading and sending in their name, until they or an administrator revoke it."""

    app = models.ForeignKey(OAuthApp, models.PROTECT, related_name="grants")
    user_name = models.CharField(max_length=254)
    """What the person types to sign in."""
    email = models.CharField(max_length=254)
    """Their primary address as the provider names it; may differ from the sign-in name."""
    tenant = models.CharField(max_length=100)
    subject = models.CharField(max_length=255)
    """Stays the same when the person is renamed."""
    refresh_token = SecretField()
    granted_at = models.DateTimeField()
    """When the person last signed in."""
    refreshed_at = models.DateTimeField()
    """When the refresh token was last used: providers forget those that are not."""
    ends_at = models.DateTimeField(null=True)
    """When the refresh token ends however much it is used, where the provider named a time."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "tenant", "subject"], name="oauth_grant_once")]
        ordering = ["user_name"]

    def __str__(self) -> str:
        return self.user_name


class OAuthAccessToken(models.Model):
    """An access token for one resource: of a grant, or of an app alone."""

    app = models.ForeignKey(OAuthApp, models.CASCADE, related_name="access_tokens")
    grant = models.ForeignKey(OAuthGrant, models.CASCADE, null=True, related_name="access_tokens")
    resource = models.CharField(max_length=30)
    """A word of the provider, such as `mail` or `graph`."""
    token = SecretField()
    scope = models.TextField(blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["app", "grant", "resource"], name="oauth_access_token_once", nulls_distinct=False
            )
        ]


class ConsentState(models.TextChoices):
    """What became of a request for consent."""

    OPEN = "open", _("no answer yet")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class ConsentRequest(models.Model):
    """An administrator of the provider's tenant was asked to let everybody use an app."""

    app = models.ForeignKey(OAuthApp, models.CASCADE, related_name="consent_requests")
    state = models.CharField(max_length=10, choices=ConsentState.choices, default=ConsentState.OPEN)
    tenant = models.CharField(max_length=100, blank=True)
    """For which tenant it was answered."""
    code = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    """Why it was refused, in the provider's words."""
    created_by = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
