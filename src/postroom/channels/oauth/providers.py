"""The identity providers there are, one line each, and what the rest wants to know of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from postroom.channels.oauth.google import Google
from postroom.channels.oauth.microsoft import MICROSOFT
from postroom.drivers.oauth import TokenEndpoint
from postroom.models import OAuthApp


class Provider(Protocol):
    """An identity provider. `resources` are words such as `mail` and `graph`."""

    @property
    def grants_in_part(self) -> bool:
        """Whether people may allow less than was asked for, so that what they allowed has to be looked at."""
        ...

    @property
    def authorize_extra(self) -> Mapping[str, str]:
        """What a sign-in needs besides what every provider understands."""
        ...

    @property
    def prompt(self) -> str:
        """What the provider is to ask in any case (OpenID Connect Core section 3.1.2.1)."""
        ...

    def metadata_url(self, app: OAuthApp) -> str:
        """Return where the provider describes itself."""
        ...

    def authorize_url(self, app: OAuthApp) -> str:
        """Return where people sign in."""
        ...

    def token_url(self, app: OAuthApp) -> str:
        """Return where tokens are given."""
        ...

    def revoke_url(self, app: OAuthApp) -> str:
        """Return where a grant is given back; empty where the provider has no such place."""
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

    def prove(self, app: OAuthApp, endpoint: TokenEndpoint) -> str:
        """Ask whether the provider knows the app by its id and its proof.

        Returns the code of a sentence where something stays unknown, else nothing. Raises DriverError.
        """
        ...


PROVIDERS: Final[dict[str, Provider]] = {
    MICROSOFT.name: MICROSOFT,
    Google.name: Google(),
}


def provider_of(app: OAuthApp) -> Provider:
    """Return the provider of an app."""
    return PROVIDERS[app.provider]
