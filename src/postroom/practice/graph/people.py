"""/me and /users/{id}."""

from __future__ import annotations

from postroom.practice.asgi.messages import Request, Response, json_response
from postroom.practice.graph.access import bearer_of
from postroom.practice.graph.errors import GraphError, bad_request
from postroom.practice.world import World


def get_user(world: World, request: Request, user: str = "me") -> Response:
    bearer = bearer_of(world, request)
    if user == "me" and bearer.user is None:
        raise bad_request("/me request is only valid with delegated authentication flow.")
    found = bearer.user if user == "me" else world.directory.user(user) or world.directory.user_of_mailbox(user)
    if found is None:
        raise GraphError(404, "Request_ResourceNotFound", f"Resource '{user}' does not exist.")
    return json_response(
        {
            "id": found.id,
            "displayName": found.name,
            "mail": found.mailbox or None,
            "userPrincipalName": found.upn,
        }
    )
