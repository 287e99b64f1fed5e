"""Where Google signs people in, and where its mail servers are.

Sources on developers.google.com: "OpenID Connect" (identity/openid-connect/openid-connect, the discovery document),
"Using OAuth 2.0 for Web Server Applications" (identity/protocols/oauth2/web-server), "IMAP, POP, and SMTP"
(workspace/gmail/imap/imap-smtp).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.drivers.connection import ConnectionSettings, Security

STEP_SECONDS = 30.0
"""How long each single step with a mail server may take."""


@dataclass(frozen=True, slots=True)
class GooglePlaces:
    """One Google: the real one, or one for rehearsal."""

    name: str
    title: StrOrPromise
    metadata: str
    authorize: str
    token: str
    revoke: str
    imap_host: str
    smtp_host: str
    imap_port: int = 993
    smtp_port: int = 465
    smtp_security: Security = Security.TLS

    @property
    def is_rehearsal(self) -> bool:
        """Whether it is on this machine: Google itself is reached by https only."""
        return self.token.startswith("http://")

    @property
    def imap(self) -> ConnectionSettings:
        """Where mail is fetched."""
        return ConnectionSettings(self.imap_host, self.imap_port, Security.TLS, timeout=STEP_SECONDS)

    @property
    def smtp(self) -> ConnectionSettings:
        """Where mail is sent."""
        return ConnectionSettings(self.smtp_host, self.smtp_port, self.smtp_security, timeout=STEP_SECONDS)


_GOOGLE = GooglePlaces(
    "google",
    "Google",
    "https://accounts.google.com/.well-known/openid-configuration",
    "https://accounts.google.com/o/oauth2/v2/auth",
    "https://oauth2.googleapis.com/token",
    "https://oauth2.googleapis.com/revoke",
    "imap.gmail.com",
    "smtp.gmail.com",
)


def places() -> dict[str, GooglePlaces]:
    """Return Google by name, and beside it the one of the setting POSTROOM_GOOGLE_ENDPOINTS."""
    known = {_GOOGLE.name: _GOOGLE}
    extra = settings.GOOGLE_ENDPOINTS
    if extra:
        known[extra["name"]] = _extra(extra)
    return known


def places_of(name: str) -> GooglePlaces:
    """Return the places; Google's own where the setting that named others is gone."""
    return places().get(name, _GOOGLE)


def _extra(given: Mapping[str, str]) -> GooglePlaces:
    """Read the setting: name, title, login (a base address), imap_host, imap_port, smtp_host and smtp_port."""
    base = given["login"].rstrip("/")
    return GooglePlaces(
        given["name"],
        _(given.get("title", given["name"])),
        f"{base}/.well-known/openid-configuration",
        f"{base}/o/oauth2/v2/auth",
        f"{base}/token",
        f"{base}/revoke",
        given["imap_host"],
        given["smtp_host"],
        int(given["imap_port"]),
        int(given["smtp_port"]),
        Security.STARTTLS,
    )
