"""Signing in at Google: the authorization endpoint, the password, the consent, and the way back to the app.

Source: "Using OAuth 2.0 for Web Server Applications", "Authorization errors" (developers.google.com/identity/protocols/
oauth2/web-server): these errors show on Google's own page; only a declined consent leads back.
"""

from __future__ import annotations

import secrets

from postroom.practice.asgi.messages import Request, Response, redirect
from postroom.practice.google import pages
from postroom.practice.google.accounts import Account, Client
from postroom.practice.google.google import Code, SignIn
from postroom.practice.page import words_for
from postroom.practice.world import World

_WHO = {
    "openid": "openid",
    "email": "https://www.googleapis.com/auth/userinfo.email",
    "profile": "https://www.googleapis.com/auth/userinfo.profile",
}
"""What Google calls the OpenID scopes in its answers."""


def authorize(world: World, request: Request) -> Response:
    """Answer GET /google/o/oauth2/v2/auth."""
    asked = request.query
    client = world.google.accounts.client(asked.get("client_id", ""))
    if problem := _problem(client, asked):
        return pages.blocked_page(words_for(request), *problem)
    assert client is not None
    identifier = secrets.token_urlsafe(24)
    world.google.open[identifier] = SignIn(client, asked)
    return pages.password_page(words_for(request), identifier, world.google.open[identifier])


def _problem(client: Client | None, asked: dict[str, str]) -> tuple[str, str, int] | None:
    if client is None:
        return "invalid_client", "The OAuth client was not found.", 401
    if client.fate:
        return client.fate, f"The OAuth client was {client.fate.partition('_')[0]}.", 401
    if asked.get("redirect_uri") not in client.redirect_uris:
        return "redirect_uri_mismatch", "You can't sign in because this app sent an invalid request.", 400
    if asked.get("response_type") != "code" or not asked.get("scope"):
        return "invalid_request", "Required parameter is missing: response_type or scope", 400
    return None


def answer_page(world: World, request: Request, flow: str) -> Response:
    """Answer POST /google/signin/{flow}: a button was pressed."""
    sign_in = world.google.open.get(flow)
    if sign_in is None:
        return pages.blocked_page(words_for(request), "invalid_request", "This sign-in is over.")
    action = request.form.get("action", "")
    if action == "password":
        return _password(world, request, flow, sign_in)
    del world.google.open[flow]
    if action != "consent" or sign_in.account is None:
        return _back(sign_in, {"error": "access_denied"})
    return _consented(world, sign_in, sign_in.account, mail="mail" in request.form)


def _password(world: World, request: Request, flow: str, sign_in: SignIn) -> Response:
    say = words_for(request)
    account = world.google.accounts.account(request.form.get("login", ""))
    if account is None or account.password != request.form.get("passwd") or account.suspended:
        sign_in.problem = "Wrong password, or no such account."
        return pages.password_page(say, flow, sign_in)
    if refused := _refused(sign_in.client, account):
        del world.google.open[flow]
        return pages.blocked_page(say, *refused)
    sign_in.account = account
    return pages.consent_page(say, flow, account)


def _refused(client: Client, account: Account) -> tuple[str, str, int] | None:
    if client.internal and client.internal != account.domain:
        return "org_internal", "Postroom can only be used within its organization.", 403
    if account.domain in client.untrusted_in:
        return "admin_policy_enforced", "Your institution's admin needs to review Postroom.", 400
    if client.testing and not client.internal and account.email not in client.test_users:
        return "access_denied", "Postroom has not completed the Google verification process.", 403
    return None


def _consented(world: World, sign_in: SignIn, account: Account, *, mail: bool) -> Response:
    asked = sign_in.parameters["scope"].split()
    granted = [_WHO.get(word, word) for word in asked if word in _WHO or mail]
    code = "4/0A" + secrets.token_urlsafe(48)
    world.google.codes[code] = Code(sign_in, account, " ".join(granted))
    return _back(sign_in, {"code": code, "scope": " ".join(granted), "authuser": "0", "prompt": "consent"})


def _back(sign_in: SignIn, answer: dict[str, str]) -> Response:
    state = {"state": sign_in.parameters["state"]} if "state" in sign_in.parameters else {}
    return redirect(sign_in.parameters["redirect_uri"], {**state, **answer})
