"""The identity providers there are, one line each, and what the rest wants to know of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from postroom.channels.oauth.microsoft import Microsoft
from postroom.models import OAuthApp


class Provider(Protocol):
    """An identity provider. `resources` are words such as `mail` and `graph`."""

    def metadata_url(self, app: OAuthApp) -> str:
        """Return where the provider describes itself."""
        ...

    def authorize_url(self, app: OAuthApp) -> str:
        """Return where people sign in."""
        ...

    def token_url(self, app: OAuthApp) -> str:
        """Return where tokens are given."""
        ...

    def consent_url(self, app: OAuthApp) -> str:
        """Return where an administrator consents for everybody."""
        ...

    def permissions(self, app: OAuthApp, resources: Sequence[str]) -> str:
        """Return the scopes that let mail be read and sent, of all `resources`: what is consented to."""
        ...

    def sign_in_scope(self, app: OAuthApp, resources: Sequence[str]) -> str:
        """Return what a sign-in asks for: the permissions, a refresh token, and who it is."""
        ...

    def token_scope(self, app: OAuthApp, resource: str) -> str:
        """Return what a token request asks for: one token is for one resource."""
        ...

    def app_scope(self, app: OAuthApp, resource: str) -> str:
        """Return what the app alone asks for."""
        ...

    def app_roles(self, resource: str) -> tuple[str, ...]:
        """Return the permissions that a token of the app alone has to name."""
        ...

    def open_to_any_tenant(self, app: OAuthApp) -> bool:
        """Whether no certain tenant is named, so that the app cannot ask in its own name."""
        ...


PROVIDERS: Final[dict[str, Provider]] = {
    Microsoft.name: Microsoft(),
}


def provider_of(app: OAuthApp) -> Provider:
    """Return the provider of an app."""
    return PROVIDERS[app.provider]
