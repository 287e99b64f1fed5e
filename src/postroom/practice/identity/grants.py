"""The grants that speak for a user: code, refresh token, device code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import sqlite3
from typing import Any

from postroom.practice.clock import now, utc
from postroom.practice.identity.directory import App, User
from postroom.practice.identity.errors import (
    IdentityError,
    declined,
    invalid_request,
    mfa_needed,
    missing_parameter,
    not_assigned,
)
from postroom.practice.identity.flow import Code
from postroom.practice.identity.issue import issue_for_user
from postroom.practice.identity.scopes import OIDC, Scopes, parse_scopes
from postroom.practice.identity.tokens import REFRESH_TOKEN_SECONDS
from postroom.practice.switches import Fault
from postroom.practice.world import World


def redeem_code(world: World, app: App, form: dict[str, str], _tenant: str) -> dict[str, Any]:
    """authorization_code. Raises IdentityError (54005, 70008, 70000, 500112, 501481)."""
    if not form.get("code"):
        raise missing_parameter("code")
    code = world.flows.codes.get(form["code"])
    if code is None or code.flow.app.client_id != app.client_id:
        raise IdentityError(70000, "Provided grant is invalid or malformed.")
    if code.used:
        raise IdentityError(
            54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an "
            "existing refresh token.",
        )  # fmt: skip
    _check_code(code, form)
    code.used = True
    text = _code_scope(code, form)
    scopes = parse_scopes(text)
    nonce = code.flow.parameters.get("nonce", "")
    return issue_for_user(world, code.tenant, app, code.user, scopes, text, nonce=nonce, mfa=code.flow.mfa)


def _check_code(code: Code, form: dict[str, str]) -> None:
    if code.expires < now():
        raise IdentityError(70008, "The provided authorization code or refresh token has expired due to inactivity.")
    if form.get("redirect_uri") != code.flow.redirect_uri:
        raise IdentityError(
            500112,
            f"The reply address '{form.get('redirect_uri', '')}' does not match the reply address "
            f"'{code.flow.redirect_uri}' provided when requesting Authorization code.",
        )
    challenge = code.flow.parameters.get("code_challenge", "")
    if challenge and not hmac.compare_digest(challenge, _challenge(code, form.get("code_verifier", ""))):
        raise IdentityError(
            501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request."
        )


def _challenge(code: Code, verifier: str) -> str:
    """RFC 7636 section 4.6."""
    if code.flow.parameters.get("code_challenge_method") != "S256":
        return verifier
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _code_scope(code: Code, form: dict[str, str]) -> str:
    """The scope of the token: as asked now, or else that of the first resource of the authorize request.

    An authorize request may ask consent for several resources; what the token request leaves out of offline_access
    and the like still counts from the authorize request.
    """
    asked = form.get("scope") or _first_resource(code.flow.scopes)
    present = {word.lower() for word in asked.split()}
    return " ".join([asked, *(word for word in code.flow.scopes.oidc if word not in present)]).strip()


def _first_resource(scopes: Scopes) -> str:
    first = scopes.asked[:1]
    return " ".join(one.text for one in scopes.asked if one.resource is first[0].resource)


def refresh(world: World, app: App, form: dict[str, str], _tenant: str) -> dict[str, Any]:
    """refresh_token: any resource that was consented to may be asked; a new refresh token comes with the answer."""
    if not form.get("refresh_token"):
        raise missing_parameter("refresh_token")
    row = world.database.row("SELECT * FROM refresh_tokens WHERE token=?", form["refresh_token"])
    if row is None or row["client_id"] != app.client_id:
        raise invalid_request(9002313, "Invalid request. Request is malformed or invalid.")
    user = _refreshing_user(world, app, row)
    text = _refresh_scope(form, row)
    mfa = bool(row["mfa"])
    if not mfa and (user.mfa or world.switches.look(Fault.MFA, user.upn)):
        raise mfa_needed()
    tenant = world.directory.tenants[row["tenant"]]
    answer = issue_for_user(world, tenant, app, user, parse_scopes(text), text, mfa=mfa)
    world.database.run("UPDATE refresh_tokens SET superseded=1, issued=? WHERE token=?", now(), row["token"])
    return answer


def _refresh_scope(form: dict[str, str], row: sqlite3.Row) -> str:
    text = form.get("scope") or str(row["scope"])
    kept = [word for word in str(row["scope"]).split() if word.lower() in OIDC and word not in text.split()]
    return " ".join([text, *kept])


def _refreshing_user(world: World, app: App, row: sqlite3.Row) -> User:
    user = world.directory.users.get(row["user"])
    if user is None:
        raise IdentityError(50034, f"The user account {row['user']} does not exist in the directory.")
    if not user.enabled:
        raise IdentityError(50057, "The user account is disabled.")
    _check_fate(row)
    if app.assignment_required and app.client_id not in user.assigned_apps and not user.is_admin:
        raise not_assigned(user.upn, app.client_id, app.name)
    return user


def _check_fate(row: sqlite3.Row) -> None:
    issued = utc(row["issued"]).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if row["fate"] == "revoked":
        raise IdentityError(
            50173,
            "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have "
            f"changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date "
            f"(before which tokens are not valid) for this user is '{utc(now()):%Y-%m-%dT%H:%M:%S.%fZ}'.",
            suberror="bad_token",
        )
    if row["fate"] == "frequency":
        raise IdentityError(
            70043,
            "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The "
            f"token was issued on {issued} and the maximum allowed lifetime for this request is 86400.",
            suberror="bad_token",
        )
    if row["fate"] == "inactive" or row["issued"] + REFRESH_TOKEN_SECONDS < now():
        raise IdentityError(
            700082,
            f"The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for "
            "90.00:00:00.",
            suberror="bad_token",
        )


def device_grant(world: World, app: App, form: dict[str, str], _tenant: str) -> dict[str, Any]:
    """device_code: pending until somebody signed in with the short code (RFC 8628 section 3.5)."""
    device = world.flows.device_codes.get(form.get("device_code", ""))
    if device is None or device.app.client_id != app.client_id:
        raise IdentityError(70000, "Provided grant is invalid or malformed.", error="bad_verification_code")
    if device.declined:
        problem = declined()
        problem.error = "authorization_declined"
        raise problem
    if device.expires < now():
        raise IdentityError(70020, "The provided value for the device code has expired.", error="expired_token")
    if device.user is None:
        raise IdentityError(
            70016,
            "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
            error="authorization_pending",
        )
    user = world.flows.device_codes.pop(form["device_code"]).user or device.user
    return issue_for_user(
        world, world.directory.tenant_of(user), app, user, device.scopes, device.scope, mfa=device.mfa
    )
