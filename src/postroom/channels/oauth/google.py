"""Google as a provider: Gmail and Google Workspace.

Sources on developers.google.com: "Using OAuth 2.0 for Web Server Applications" (identity/protocols/oauth2/web-server:
`access_type=offline`, and `prompt=consent` because a refresh token comes only with a consent), "OAuth 2.0 Mechanism" of
Gmail (workspace/gmail/imap/xoauth2-protocol: the one scope of IMAP and SMTP), "How to handle granular permissions"
(identity/protocols/oauth2/resources/granular-permissions).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from postroom.channels.oauth.google_endpoints import GooglePlaces, places_of
from postroom.channels.oauth.public import public_callback
from postroom.drivers.errors import TokenRefused
from postroom.drivers.oauth import TokenEndpoint
from postroom.models import OAuthApp

CALLBACK_ROUTE: Final = "google/callback/"
MAIL_SCOPE: Final = "https://mail.google.com/"
"""Everything in the mailbox, by IMAP and SMTP. Google calls it a restricted scope."""

_WHO = "openid email profile"
_NO_CODE: Final = "4/0-is-this-app-known"
"""Looks like an authorization code and is none."""


class Google:
    """Google's sign-in: one scope, one token for both mail servers."""

    name = "google"
    grants_in_part = True

    def metadata_url(self, app: OAuthApp) -> str:
        """Return the discovery document."""
        return _places(app).metadata

    def authorize_url(self, app: OAuthApp) -> str:
        """Return where people sign in."""
        return _places(app).authorize

    def token_url(self, app: OAuthApp) -> str:
        """Return where tokens are given."""
        return _places(app).token

    def revoke_url(self, app: OAuthApp) -> str:
        """Return where a grant is given back."""
        return _places(app).revoke

    @property
    def authorize_extra(self) -> Mapping[str, str]:
        """Ask for a refresh token."""
        return {"access_type": "offline"}

    @property
    def prompt(self) -> str:
        """Ask which account, and for consent each time: only then a refresh token comes."""
        return "consent select_account"

    def permissions(self, app: OAuthApp, resources: Sequence[str]) -> str:
        """Return the one scope there is."""
        return MAIL_SCOPE

    def sign_in_scope(self, app: OAuthApp, resources: Sequence[str]) -> str:
        """Return the scope, and who it is."""
        return f"{_WHO} {MAIL_SCOPE}"

    def token_scope(self, app: OAuthApp, resource: str) -> str:
        """Return nothing: Google's token endpoint gives what was consented to."""
        return ""

    def app_scope(self, app: OAuthApp, resource: str) -> str:
        """Return nothing: without a person only service accounts open mailboxes, and those are no apps."""
        return ""

    def app_roles(self, resource: str) -> tuple[str, ...]:
        """Return none, for the same reason."""
        return ()

    def prove(self, app: OAuthApp, endpoint: TokenEndpoint) -> str:
        """Redeem a code that there never was: who is refused for the code alone has the right id and secret.

        Google has no request in an app's own name. Raises TokenRefused (`invalid_client` and its like).
        """
        try:
            endpoint.redeem_code(_NO_CODE, redirect_uri=public_callback(CALLBACK_ROUTE), verifier="", scope="")
        except TokenRefused as refused:
            if refused.code != "invalid_grant":
                raise
        return ""


def _places(app: OAuthApp) -> GooglePlaces:
    return places_of(app.cloud)
