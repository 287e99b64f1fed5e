"""Keys and certificates that mail is signed, verified, encrypted and decrypted with."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from postroom.models.fields import SecretField


class KeyKind(models.TextChoices):
    """Which of the two worlds a key belongs to."""

    SMIME = "smime", "S/MIME"
    PGP = "pgp", "PGP"


class KeyRole(models.TextChoices):
    """What a key is for."""

    OWN = "own", _("ours: signs and decrypts")
    OTHER = "other", _("a correspondent’s: verifies and encrypts")
    AUTHORITY = "authority", _("an authority’s: says whose certificates are genuine")


class MailKey(models.Model):
    """A certificate or key. `public` is PEM (the certificate first, then its chain) or an armored public key."""

    kind = models.CharField(max_length=5, choices=KeyKind.choices)
    role = models.CharField(max_length=9, choices=KeyRole.choices)
    name = models.TextField()
    """Subject of the certificate, or first user id of the key."""
    addresses = ArrayField(models.TextField(), default=list)
    """Lower case; empty for authorities."""
    fingerprint = models.CharField(max_length=64)
    """Hexadecimal, lower case: SHA-256 of the certificate, or the PGP fingerprint."""
    public = models.TextField()
    private = SecretField()
    """For our own: `{"key": PEM or armored, "passphrase": text}`."""
    valid_from = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "role", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "role", "fingerprint"], name="mail_key_once"),
        ]
        indexes = [GinIndex(fields=["addresses"], name="mail_key_addresses")]

    def __str__(self) -> str:
        return ", ".join(self.addresses) or self.name
