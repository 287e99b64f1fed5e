"""Metadata, keys, administrator consent and device codes."""

from __future__ import annotations

import secrets
from typing import Any

from postroom.practice.asgi.messages import Request, Response, html_response, json_response
from postroom.practice.clock import now
from postroom.practice.identity.authorize import ANY_TENANT, app_in_tenant, checked_app
from postroom.practice.identity.errors import IdentityError, missing_parameter, unknown_tenant
from postroom.practice.identity.flow import DeviceCode, Flow, Purpose
from postroom.practice.identity.pages import error_page
from postroom.practice.identity.scopes import OIDC, parse_scopes
from postroom.practice.identity.steps import next_step
from postroom.practice.page import escape, frame, words_for
from postroom.practice.world import World

_DEVICE_SECONDS = 900
_ABILITIES = {
    "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    "response_modes_supported": ["query", "form_post"],
    "response_types_supported": ["code"],
    "subject_types_supported": ["pairwise"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "scopes_supported": list(OIDC),
    "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "oid"],
}


def metadata(world: World, _request: Request, tenant: str) -> Response:
    """Answer /{tenant}/v2.0/.well-known/openid-configuration ("OpenID Connect on the Microsoft identity platform")."""
    found = world.directory.tenant(tenant)
    if found is None and tenant not in ANY_TENANT:
        return json_response(unknown_tenant(tenant).as_json(), 400)
    # The multi-tenant metadata names the issuer with a placeholder; each token then holds its real tenant.
    issuer = f"{world.base_url}/{found.id if found else '{tenantid}'}/v2.0"
    host = world.base_url.partition("://")[2]
    return json_response(
        {"issuer": issuer, **_endpoints(f"{world.base_url}/{tenant}"), **_ABILITIES, "msgraph_host": host}
    )


def _endpoints(here: str) -> dict[str, str]:
    return {
        "authorization_endpoint": f"{here}/oauth2/v2.0/authorize",
        "token_endpoint": f"{here}/oauth2/v2.0/token",
        "device_authorization_endpoint": f"{here}/oauth2/v2.0/devicecode",
        "end_session_endpoint": f"{here}/oauth2/v2.0/logout",
        "jwks_uri": f"{here}/discovery/v2.0/keys",
    }


def keys(world: World, _request: Request, tenant: str) -> Response:  # noqa: ARG001 - the route names the tenant
    """Answer /{tenant}/discovery/v2.0/keys; every tenant has the same keys here."""
    return json_response(world.key.key_set())


def admin_consent(world: World, request: Request, tenant: str) -> Response:
    """Answer /{tenant}/v2.0/adminconsent and the older /{tenant}/adminconsent.

    Source: "Admin consent on the Microsoft identity platform" (learn.microsoft.com/.../v2-admin-consent). The older
    form has no scope parameter: it grants what the registration lists.
    """
    parameters = request.query
    say = words_for(request)
    try:
        app = checked_app(world, tenant, parameters)
        scopes = parse_scopes(parameters.get("scope", "https://graph.microsoft.com/.default"))
    except IdentityError as problem:
        return error_page(say, problem)
    flow = Flow(Purpose.ADMIN_CONSENT, app, tenant, scopes, parameters)
    return next_step(world, request, world.flows.start(flow))


def device_code(world: World, request: Request, tenant: str) -> Response:
    """Answer POST /{tenant}/oauth2/v2.0/devicecode ("OAuth 2.0 device authorization grant flow")."""
    form = request.form
    try:
        if not form.get("client_id"):
            raise missing_parameter("client_id")
        app = app_in_tenant(world, form["client_id"], tenant)
        scopes = parse_scopes(form.get("scope", ""))
    except IdentityError as problem:
        return json_response(problem.as_json(), problem.status)
    user_code, long_code = secrets.token_hex(4).upper(), secrets.token_urlsafe(48)
    expires = now() + _DEVICE_SECONDS
    world.flows.device_codes[long_code] = DeviceCode(user_code, app, tenant, form.get("scope", ""), scopes, expires)
    return json_response(_device_answer(world, user_code, long_code))


def _device_answer(world: World, user_code: str, long_code: str) -> dict[str, Any]:
    page = f"{world.base_url}/devicelogin"
    return {
        "user_code": user_code,
        "device_code": long_code,
        "verification_uri": page,
        "expires_in": _DEVICE_SECONDS,
        "interval": 1,
        "message": f"To sign in, use a web browser to open the page {page} and enter the code {user_code}.",
    }


def device_page(world: World, request: Request) -> Response:
    """Answer /devicelogin: ask for the short code, then sign in."""
    wanted = request.form.get("otc", "").strip().upper()
    for long_code, device in world.flows.device_codes.items():
        if wanted and device.user_code == wanted:
            parameters = {"device_code": long_code}
            flow = Flow(Purpose.DEVICE, device.app, device.tenant_text, device.scopes, parameters)
            return next_step(world, request, world.flows.start(flow))
    say = words_for(request)
    form = (
        f'<form method="post" action="/devicelogin"><label for="otc">{say("Code")}</label>'
        f'<input id="otc" name="otc" value="{escape(wanted)}" required><button>{say("Next")}</button></form>'
    )
    return html_response(frame(say, say("Enter code"), f"<h1>{say('Enter code')}</h1>{form}", "sign-in"))
