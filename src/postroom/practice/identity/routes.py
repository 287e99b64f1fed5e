"""The addresses of the identity platform."""

from __future__ import annotations

from functools import partial

from postroom.practice.asgi.messages import Request, Response
from postroom.practice.asgi.router import Router
from postroom.practice.identity.authorize import authorize, sign_out
from postroom.practice.identity.other_endpoints import admin_consent, device_code, device_page, keys, metadata
from postroom.practice.identity.steps import answer_page
from postroom.practice.identity.token_endpoint import token
from postroom.practice.switches import Fault
from postroom.practice.world import World


class IdentityRouter(Router):
    """Routes of the identity platform; they all go away together."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    async def answer(self, request: Request) -> Response | None:
        response = await super().answer(request)
        switch = response and self._world.switches.hit(Fault.AWAY_LOGIN)
        return away_response(switch.value) if switch else response


def away_response(how: str) -> Response:
    """What a service that is away answers: nothing at all, half an answer, or 503."""
    if how == "hang":
        return Response(hang=True, cut_off=True)
    if how == "close":
        return Response(cut_off=True)
    seconds = how.partition(" ")[2] or "5"
    return Response(503, b"Service Unavailable", {"content-type": "text/plain", "retry-after": seconds})


def identity_router(world: World) -> Router:
    router = IdentityRouter(world)
    tenant = "/{tenant}/oauth2/v2.0"
    router.add("GET", f"{tenant}/authorize", partial(authorize, world))
    router.add("POST", f"{tenant}/authorize", partial(authorize, world))
    router.add("POST", f"{tenant}/token", partial(token, world))
    router.add("POST", f"{tenant}/devicecode", partial(device_code, world))
    router.add("GET", f"{tenant}/logout", lambda request, tenant: sign_out(request))  # noqa: ARG005 - named in the route
    router.add("GET", "/{tenant}/v2.0/.well-known/openid-configuration", partial(metadata, world))
    router.add("GET", "/{tenant}/discovery/v2.0/keys", partial(keys, world))
    router.add("GET", "/{tenant}/v2.0/adminconsent", partial(admin_consent, world))
    router.add("GET", "/{tenant}/adminconsent", partial(admin_consent, world))
    router.add("GET", "/devicelogin", partial(device_page, world))
    router.add("POST", "/devicelogin", partial(device_page, world))
    router.add("POST", "/signin/{flow}", partial(answer_page, world))
    return router
