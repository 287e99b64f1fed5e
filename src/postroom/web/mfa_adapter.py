"""How django-allauth keeps second steps here."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

from postroom.configuration import configuration
from postroom.models.fields import SecretUnreadableError, decrypt, encrypt


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """What codes are made of is a secret: like all of them it is encrypted at rest."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "unreadable": _(
            "This code cannot be checked: Postroom runs with another secret key than when the second step was set up. "
            "Start it with the secret key it had before, or let an administrator remove your second step."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted with the installation's secret key."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given. Raises ValidationError, which the form shows, where the key is another."""
        try:
            return str(decrypt(encrypted_text))
        except SecretUnreadableError as unreadable:
            raise self.validation_error("unreadable") from unreadable

    def get_totp_issuer(self) -> str:
        """Return under which name the app of the telephone lists its codes."""
        return configuration().organisation or "Postroom"
