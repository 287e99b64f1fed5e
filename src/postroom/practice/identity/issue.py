"""Putting a token answer together."""

from __future__ import annotations

from typing import Any

from postroom.practice.identity.directory import App, Tenant, User
from postroom.practice.identity.errors import blocked_by_policy, no_consent
from postroom.practice.identity.scopes import Asked, Resource, Scopes, for_one_resource
from postroom.practice.identity.tokens import ACCESS_TOKEN_SECONDS
from postroom.practice.switches import Fault
from postroom.practice.world import World


def issue_for_user(
    world: World, tenant: Tenant, app: App, user: User, scopes: Scopes, text: str, *, nonce: str = "", mfa: bool = False
) -> dict[str, Any]:
    """The token answer for a signed-in user. Raises IdentityError where consent or a policy is in the way."""
    if world.switches.look(Fault.CONDITIONAL_ACCESS, user.upn):
        raise blocked_by_policy()
    resource = for_one_resource(scopes, text)
    answer: dict[str, Any] = {"token_type": "Bearer", "scope": text, "expires_in": ACCESS_TOKEN_SECONDS - 1}
    if resource is not None:
        answer |= _access(world, tenant, app, user, scopes.of(resource), resource)
    answer["ext_expires_in"] = answer["expires_in"]
    if "offline_access" in scopes.oidc:
        answer["refresh_token"] = world.tokens.refresh_token(tenant, app, user, text, mfa=mfa)
    if "openid" in scopes.oidc:
        answer["id_token"] = world.tokens.id_token(f"{world.base_url}/{tenant.id}/v2.0", tenant, app, user, nonce)
    return answer


def _access(
    world: World, tenant: Tenant, app: App, user: User, asked: tuple[Asked, ...], resource: Resource
) -> dict[str, Any]:
    granted = world.consents.granted(tenant, app, user, resource)
    names = [one.name for one in asked]
    if not granted or (names != [".default"] and not set(names) <= set(granted)):
        raise no_consent(app.client_id, app.name)
    uri = asked[0].uri
    # Like Microsoft: the token carries everything granted for the resource, not only what was asked now.
    return {
        "access_token": world.tokens.access_token(tenant, app, user, uri, granted),
        "scope": " ".join(f"{uri}/{name}" for name in granted),
    }


def issue_app_only(world: World, tenant: Tenant, app: App, resource: Resource, uri: str) -> dict[str, Any]:
    """The token answer for an app alone; without consented roles the token simply has none, as with Microsoft."""
    seconds = ACCESS_TOKEN_SECONDS - 1
    token = world.tokens.access_token(tenant, app, None, uri, world.consents.roles(tenant, app, resource))
    return {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token}
