"""The token endpoint.

Sources: "OAuth 2.0 authorization code flow", "OAuth 2.0 client credentials flow", "OAuth 2.0 device authorization
grant flow" and "Refresh tokens" of the Microsoft identity platform (learn.microsoft.com/entra/identity-platform).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from postroom.practice.asgi.messages import Request, Response, json_response
from postroom.practice.identity.authorize import ANY_TENANT, app_in_tenant
from postroom.practice.identity.client_auth import prove_app, with_basic_credentials
from postroom.practice.identity.directory import App, Tenant
from postroom.practice.identity.errors import (
    IdentityError,
    invalid_request,
    missing_parameter,
    unknown_app,
    unknown_tenant,
)
from postroom.practice.identity.grants import device_grant, redeem_code, refresh
from postroom.practice.identity.issue import issue_app_only
from postroom.practice.identity.scopes import for_one_resource, parse_scopes
from postroom.practice.world import World


def token(world: World, request: Request, tenant: str) -> Response:
    """Answer POST /{tenant}/oauth2/v2.0/token."""
    form = with_basic_credentials(request.form, request.headers.get("authorization", ""))
    try:
        return json_response(_answer(world, form, tenant))
    except IdentityError as problem:
        return json_response(problem.as_json(), problem.status)


def _answer(world: World, form: dict[str, str], tenant: str) -> dict[str, Any]:
    for name in ("client_id", "grant_type"):
        if not form.get(name):
            raise missing_parameter(name)
    grant = _GRANTS.get(form["grant_type"])
    if grant is None:
        raise IdentityError(
            70003,
            f"The app requested an unsupported grant type '{form['grant_type']}'.",
            error="unsupported_grant_type",
        )
    app = app_in_tenant(world, form["client_id"], tenant)
    prove_app(app, form)
    return grant(world, app, form, tenant)


def _client_credentials(world: World, app: App, form: dict[str, str], tenant_text: str) -> dict[str, Any]:
    if not any(form.get(name) for name in ("client_secret", "client_assertion")):
        raise missing_parameter("client_secret")
    tenant = _named_tenant(world, app, tenant_text)
    text = form.get("scope", "")
    scopes = parse_scopes(text)
    resource = for_one_resource(scopes, text)
    if resource is None or not scopes.default:
        raise IdentityError(
            1002012,
            f"The provided value for scope {text} is not valid. Client credential flows must have a scope value with "
            "/.default suffixed to the resource identifier (application ID URI).",
            error="invalid_scope",
        )
    return issue_app_only(world, tenant, app, resource, scopes.asked[0].uri)


def _named_tenant(world: World, app: App, text: str) -> Tenant:
    """App-only needs one tenant, and there the app has to be known. Raises IdentityError (50059, 700016)."""
    if text in ANY_TENANT:
        raise invalid_request(
            50059,
            "No tenant-identifying information found in either the request or implied by any provided credentials.",
        )
    tenant = world.directory.tenant(text)
    if tenant is None:
        raise unknown_tenant(text)
    if not world.consents.known_in(tenant, app):
        raise unknown_app(app.client_id, tenant.name)
    return tenant


_GRANTS: dict[str, Callable[[World, App, dict[str, str], str], dict[str, Any]]] = {
    "authorization_code": redeem_code,
    "refresh_token": refresh,
    "client_credentials": _client_credentials,
    "urn:ietf:params:oauth:grant-type:device_code": device_grant,
    "device_code": device_grant,
}
