"""The Microsoft identity platform as a provider.

Sources on learn.microsoft.com: "Microsoft identity platform and OAuth 2.0 authorization code flow", "Admin consent on
the Microsoft identity platform", "Scopes and permissions in the Microsoft identity platform", "Authenticate an IMAP,
POP or SMTP connection using OAuth".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from postroom.channels.oauth.clouds import ANY_TENANT, Cloud, cloud_of
from postroom.channels.oauth.resources import GRAPH, MAIL
from postroom.channels.sentences.ours import SECRET_UNPROVEN
from postroom.drivers.errors import TokenRefused
from postroom.drivers.oauth import TokenEndpoint
from postroom.models import OAuthApp

NO_TENANT: Final = "AADSTS50059"
"""What Microsoft answers an app that asks in its own name without naming a tenant."""

_PERMISSIONS = {
    MAIL: ("IMAP.AccessAsUser.All", "SMTP.Send"),
    GRAPH: ("Mail.ReadWrite", "Mail.ReadWrite.Shared", "Mail.Send", "Mail.Send.Shared"),
}
_WHO = "offline_access openid profile email"


class Microsoft:
    """Entra ID, and the sign-in of personal accounts."""

    name = "microsoft"
    grants_in_part = False

    def metadata_url(self, app: OAuthApp) -> str:
        """Return the OpenID document of the app's tenant."""
        return f"{_tenant(app)}/v2.0/.well-known/openid-configuration"

    def authorize_url(self, app: OAuthApp) -> str:
        """Return the authorize endpoint of the app's tenant."""
        return f"{_tenant(app)}/oauth2/v2.0/authorize"

    def token_url(self, app: OAuthApp) -> str:
        """Return the token endpoint of the app's tenant."""
        return f"{_tenant(app)}/oauth2/v2.0/token"

    def consent_url(self, app: OAuthApp) -> str:
        """Return the admin-consent endpoint; `organizations` lets the administrator's own sign-in name the tenant."""
        tenant = "organizations" if self.open_to_any_tenant(app) else app.tenant
        return f"{_cloud(app).login}/{tenant}/v2.0/adminconsent"

    def revoke_url(self, app: OAuthApp) -> str:
        """Return nothing: Microsoft gives no way to hand back one grant; it ends where nobody uses it for 90 days."""
        return ""

    @property
    def authorize_extra(self) -> Mapping[str, str]:
        """Nothing beyond OpenID Connect."""
        return {}

    @property
    def prompt(self) -> str:
        """Let an account always be chosen: browsers are signed in to several."""
        return "select_account"

    def permissions(self, app: OAuthApp, resources: Sequence[str]) -> str:
        """Return the delegated permissions with their resource before them."""
        return " ".join(_scoped(app, resource, name) for resource in resources for name in _PERMISSIONS[resource])

    def sign_in_scope(self, app: OAuthApp, resources: Sequence[str]) -> str:
        """Return the permissions and the OpenID scopes."""
        return f"{self.permissions(app, resources)} {_WHO}"

    def token_scope(self, app: OAuthApp, resource: str) -> str:
        """Return the scopes of one resource: those of two in one request are refused (AADSTS28000)."""
        return self.sign_in_scope(app, [resource])

    def app_scope(self, app: OAuthApp, resource: str) -> str:
        """Return `/.default`: what an administrator consented to for the app itself."""
        cloud = _cloud(app)
        return f"{cloud.app_mail if resource == MAIL else cloud.graph}/.default"

    def app_roles(self, resource: str) -> tuple[str, ...]:
        """Return what an app's own token has to name; what Exchange's RBAC gives for Graph stands in no token."""
        return ("IMAP.AccessAsApp", "SMTP.SendAsApp") if resource == MAIL else ()

    def prove(self, app: OAuthApp, endpoint: TokenEndpoint) -> str:
        """Ask for a token in the app's own name; where no tenant is named only the id is known to be right."""
        try:
            endpoint.as_app(self.app_scope(app, MAIL))
        except TokenRefused as refused:
            if refused.code != NO_TENANT or not self.open_to_any_tenant(app):
                raise
            return SECRET_UNPROVEN
        return ""

    def open_to_any_tenant(self, app: OAuthApp) -> bool:
        """Whether the tenant is `common` or its like."""
        return app.tenant in ANY_TENANT


MICROSOFT: Final = Microsoft()


def _tenant(app: OAuthApp) -> str:
    return f"{_cloud(app).login}/{app.tenant}"


def _scoped(app: OAuthApp, resource: str, name: str) -> str:
    cloud = _cloud(app)
    return f"{cloud.mail if resource == MAIL else cloud.graph}/{name}"


def _cloud(app: OAuthApp) -> Cloud:
    return cloud_of(app.cloud)
