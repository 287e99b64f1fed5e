"""The authorize endpoint: checks the app's request and starts a sign-in.

Source: "Microsoft identity platform and OAuth 2.0 authorization code flow"
(learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow).
"""

from __future__ import annotations

from postroom.practice.asgi.messages import Request, Response, redirect
from postroom.practice.identity.directory import App
from postroom.practice.identity.errors import (
    IdentityError,
    disabled_app,
    invalid_request,
    missing_parameter,
    single_tenant_app,
    unknown_app,
    unknown_tenant,
)
from postroom.practice.identity.finish import back_with_error
from postroom.practice.identity.flow import Flow, Purpose
from postroom.practice.identity.pages import error_page
from postroom.practice.identity.scopes import parse_scopes
from postroom.practice.identity.steps import next_step
from postroom.practice.page import words_for
from postroom.practice.world import World

ANY_TENANT = ("common", "organizations", "consumers")
_PROMPTS = ("", "login", "consent", "select_account", "none")


def authorize(world: World, request: Request, tenant: str) -> Response:
    """Answer GET or POST /{tenant}/oauth2/v2.0/authorize."""
    parameters = request.query if request.method == "GET" else request.form
    try:
        app = checked_app(world, tenant, parameters)
    except IdentityError as problem:
        # The redirect address is not to be trusted yet, so this shows on Microsoft's own page.
        return error_page(words_for(request), problem)
    try:
        flow = _flow(app, tenant, parameters)
    except IdentityError as problem:
        return back_with_error(parameters, problem)
    return next_step(world, request, world.flows.start(flow))


def checked_app(world: World, tenant: str, parameters: dict[str, str]) -> App:
    """The app that asks. Raises IdentityError where app, tenant or redirect address are not as registered."""
    client_id = parameters.get("client_id", "")
    if not client_id:
        raise missing_parameter("client_id")
    app = app_in_tenant(world, client_id, tenant)
    redirect_uri = parameters.get("redirect_uri", "")
    if not app.redirect_uris:
        raise invalid_request(500113, "No reply address is registered for the application.")
    if redirect_uri not in app.redirect_uris:
        raise invalid_request(
            50011,
            f"The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured "
            f"for the application '{client_id}'. Make sure the redirect URI sent in the request matches one added to "
            "your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more "
            "about how to troubleshoot this error.",
        )
    return app


def app_in_tenant(world: World, client_id: str, tenant_text: str) -> App:
    """The app, if it may be used in that tenant. Raises IdentityError (700016, 50194, 90002, 7000112)."""
    tenant = None if tenant_text in ANY_TENANT else world.directory.tenant(tenant_text)
    if tenant is None and tenant_text not in ANY_TENANT:
        raise unknown_tenant(tenant_text)
    app = world.directory.app(client_id)
    if app is None or (tenant and not app.multi_tenant and app.tenant_id != tenant.id):
        raise unknown_app(client_id, tenant.name if tenant else "Microsoft Services")
    if not app.enabled:
        raise disabled_app(app.client_id, app.name)
    if tenant is None and not app.multi_tenant:
        raise single_tenant_app(app.client_id, app.name)
    return app


def _flow(app: App, tenant: str, parameters: dict[str, str]) -> Flow:
    if parameters.get("response_type") != "code":
        raise IdentityError(
            700054, "response_type is not enabled for the application.", error="unsupported_response_type"
        )
    _check_modes(parameters)
    scope = parameters.get("scope", "")
    if not scope:
        raise missing_parameter("scope")
    prompt = parameters.get("prompt", "")
    return Flow(
        Purpose.CODE,
        app,
        tenant,
        parse_scopes(scope),
        parameters,
        pick_account=prompt == "select_account",
        ask_consent=prompt == "consent",
    )


def _check_modes(parameters: dict[str, str]) -> None:
    if parameters.get("response_mode", "query") not in ("query", "form_post"):
        raise invalid_request(70007, "The provided value for the input parameter 'response_mode' is not supported.")
    if parameters.get("prompt", "") not in _PROMPTS:
        raise invalid_request(90023, "Unsupported 'prompt' value.")
    method = parameters.get("code_challenge_method", "plain" if "code_challenge" in parameters else "")
    if method not in ("", "plain", "S256"):
        raise invalid_request(501491, "Invalid size of Code_Challenge parameter.")


def sign_out(request: Request) -> Response:
    """Answer /{tenant}/oauth2/v2.0/logout: forget the browser's session."""
    address = request.query.get("post_logout_redirect_uri", "/")
    return redirect(address, headers={"set-cookie": "practice_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"})
