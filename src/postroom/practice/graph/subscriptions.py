"""Change notifications: subscriptions as a resource.

Sources: "Create subscription", "subscription resource type" and "Receive change notifications through webhooks"
(learn.microsoft.com/graph): the address must echo the validation token as text within ten seconds; Outlook messages
may be subscribed to for 10,080 minutes at most, and less than 45 minutes become 45; clientState has 128 characters.
"""

from __future__ import annotations

import asyncio
import dataclasses
import re
import secrets
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from postroom.practice.asgi.messages import Request, Response, json_response
from postroom.practice.clock import from_iso, iso, now
from postroom.practice.graph.access import bearer_of, open_call
from postroom.practice.graph.errors import GraphError, bad_request
from postroom.practice.graph.folders import folder_of
from postroom.practice.world import World

LONGEST_MINUTES = 10_080
SHORTEST_MINUTES = 45
VALIDATION_SECONDS = 10.0
_RESOURCE = re.compile(r"/?(?:v1\.0/)?(?:(me)|users/([^/]+))/mailFolders/([^/]+)/messages/?", re.IGNORECASE)


@dataclass(frozen=True)
class Subscription:
    id: str
    client_id: str
    tenant_id: str
    resource: str
    folder: int
    mailbox: str
    change_types: list[str]
    notification_url: str
    lifecycle_url: str
    client_state: str
    expires: float
    immutable_ids: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "resource": self.resource,
            "applicationId": self.client_id,
            "changeType": ",".join(self.change_types),
            "clientState": self.client_state or None,
            "notificationUrl": self.notification_url,
            "lifecycleNotificationUrl": self.lifecycle_url or None,
            "expirationDateTime": iso(self.expires),
        }


class Subscriptions:
    """All subscriptions; those that expired are gone."""

    def __init__(self, world: World) -> None:
        self._world = world

    def alive(self) -> list[Subscription]:
        found = [Subscription(**body) for body in self._world.database.load("subscription")]
        for old in (one for one in found if one.expires <= now()):
            self.remove(old)
        return [one for one in found if one.expires > now()]

    def save(self, subscription: Subscription) -> Subscription:
        self._world.database.save("subscription", subscription.id, dataclasses.asdict(subscription))
        return subscription

    def remove(self, subscription: Subscription) -> None:
        self._world.database.forget("subscription", subscription.id)

    async def create(self, request: Request) -> Response:
        body = request.json()
        subscription = self._new(request, body)
        for address in filter(None, (subscription.notification_url, subscription.lifecycle_url)):
            await _validate(address)
        return json_response(self.save(subscription).as_json(), 201)

    def _new(self, request: Request, body: dict[str, Any]) -> Subscription:
        resource = str(body.get("resource", ""))
        match = _RESOURCE.fullmatch(re.sub(r"\('([^']*)'\)", r"/\1", resource))
        if match is None:
            raise bad_request(f"Resource '{resource}' is not supported.", "ExtensionError")
        call = open_call(self._world, request, "me" if match[1] else match[2])
        call.need_read()
        kinds = [kind.strip() for kind in str(body.get("changeType", "")).split(",")]
        if not set(kinds) <= {"created", "updated", "deleted"}:
            raise bad_request("Invalid changeType.", "InvalidRequest")
        client_state = str(body.get("clientState") or "")
        if len(client_state) > 128:
            raise bad_request("clientState must not be longer than 128 characters.", "InvalidRequest")
        return Subscription(
            str(uuid.uuid4()), call.bearer.client_id, call.bearer.tenant_id, resource, folder_of(call, match[3]).id,
            call.key, kinds, _loopback(body.get("notificationUrl")),
            _loopback(body["lifecycleNotificationUrl"]) if body.get("lifecycleNotificationUrl") else "",
            client_state, _expiry(body), call.immutable_ids,
        )  # fmt: skip

    def list(self, request: Request) -> Response:
        client_id = bearer_of(self._world, request).client_id
        return json_response({"value": [one.as_json() for one in self.alive() if one.client_id == client_id]})

    def get(self, request: Request, subscription: str) -> Response:
        return json_response(self._find(request, subscription).as_json())

    def renew(self, request: Request, subscription: str) -> Response:
        found = self._find(request, subscription)
        return json_response(self.save(dataclasses.replace(found, expires=_expiry(request.json()))).as_json())

    def reauthorize(self, request: Request, subscription: str) -> Response:
        """The answer to reauthorizationRequired ("subscription: reauthorize")."""
        self._find(request, subscription)
        return Response(204)

    def delete(self, request: Request, subscription: str) -> Response:
        self.remove(self._find(request, subscription))
        return Response(204)

    def _find(self, request: Request, identifier: str) -> Subscription:
        client_id = bearer_of(self._world, request).client_id
        for one in self.alive():
            if (one.id, one.client_id) == (identifier, client_id):
                return one
        raise GraphError(404, "ResourceNotFound", "The object was not found.")


def _expiry(body: dict[str, Any]) -> float:
    try:
        wanted = from_iso(str(body.get("expirationDateTime")))
    except ValueError as error:
        raise bad_request("Invalid 'expirationDateTime' attribute.", "InvalidRequest") from error
    if wanted > now() + LONGEST_MINUTES * 60:
        raise bad_request(
            f"Subscription expiration can only be {LONGEST_MINUTES} minutes in the future.", "InvalidRequest"
        )
    return max(wanted, now() + SHORTEST_MINUTES * 60)


def _loopback(address: object) -> str:
    """Microsoft wants https; here the address must lie on this machine, because no traffic leaves it."""
    text = str(address or "")
    if urlsplit(text).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise bad_request("The notification address must lie on this machine.", "InvalidRequest")
    return text


async def _validate(address: str) -> None:
    token = f"Validation: Testing client application reachability for subscription. {secrets.token_urlsafe(16)}"
    try:
        async with asyncio.timeout(VALIDATION_SECONDS), httpx.AsyncClient(trust_env=False, verify=False) as client:  # noqa: S501 - a self-made certificate on loopback
            response = await client.post(address, params={"validationToken": token}, content=b"")
    except (httpx.HTTPError, TimeoutError) as error:
        raise _validation_failed("the request timed out or the connection failed") from error
    if response.status_code != 200 or response.text.strip() != token:
        raise _validation_failed(f"the endpoint answered {response.status_code}")


def _validation_failed(reason: str) -> GraphError:
    return bad_request(
        "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation "
        f"request. ({reason})",
        "ValidationError",
    )
