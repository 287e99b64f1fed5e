"""The addresses of Google's sign-in; they go away together with Microsoft's."""

from __future__ import annotations

from functools import partial

from postroom.practice.asgi.router import Router
from postroom.practice.google.signing_in import answer_page, authorize
from postroom.practice.google.token_endpoint import keys, metadata, revoke, token
from postroom.practice.identity.routes import IdentityRouter
from postroom.practice.world import World


def google_router(world: World) -> Router:
    router = IdentityRouter(world)
    router.add("GET", "/google/.well-known/openid-configuration", partial(metadata, world))
    router.add("GET", "/google/oauth2/v3/certs", partial(keys, world))
    router.add("GET", "/google/o/oauth2/v2/auth", partial(authorize, world))
    router.add("POST", "/google/signin/{flow}", partial(answer_page, world))
    router.add("POST", "/google/token", partial(token, world))
    router.add("POST", "/google/revoke", partial(revoke, world))
    return router
