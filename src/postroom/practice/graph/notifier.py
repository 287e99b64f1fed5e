"""Sending change and lifecycle notifications.

Source: "Receive change notifications through webhooks" and "Reduce missing subscriptions and change notifications"
(learn.microsoft.com/graph): a notification that is not answered by a 2xx within seconds is tried again.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

from postroom.practice.clock import iso
from postroom.practice.graph.subscriptions import Subscription, Subscriptions
from postroom.practice.mailstore.message import Change
from postroom.practice.world import World

LIFECYCLE_EVENTS = ("reauthorizationRequired", "subscriptionRemoved", "missed")
_PATIENCE = 10.0
_WAITS = (0.5, 2.0, 5.0)


class Notifier:
    """Hears every change in the mail store and tells those who subscribed."""

    def __init__(self, world: World, subscriptions: Subscriptions, loop: asyncio.AbstractEventLoop) -> None:
        self._world = world
        self._subscriptions = subscriptions
        self._loop = loop
        self._sending: set[asyncio.Task[None]] = set()
        self._client = httpx.AsyncClient(trust_env=False, verify=False, timeout=_PATIENCE)  # noqa: S501 - loopback
        world.post.messages.listen(self._heard)

    def _heard(self, change: Change) -> None:
        # Any thread may change the store.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, change)

    def _tell(self, change: Change) -> None:
        for one in self._subscriptions.alive():
            if one.folder == change.folder and change.kind in one.change_types:
                self._send(one.notification_url, _notification(one, change))

    def lifecycle(self, event: str) -> None:
        """Send a lifecycle notification to everybody who wants them; `subscriptionRemoved` removes as well."""
        self._loop.call_soon_threadsafe(self._lifecycle, event)

    def _lifecycle(self, event: str) -> None:
        for one in self._subscriptions.alive():
            if event == "subscriptionRemoved":
                self._subscriptions.remove(one)
            if one.lifecycle_url:
                self._send(one.lifecycle_url, _common(one) | {"lifecycleEvent": event})

    def _send(self, address: str, notification: dict[str, Any]) -> None:
        task = self._loop.create_task(self._deliver(address, {"value": [notification]}))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _deliver(self, address: str, body: dict[str, Any]) -> None:
        for wait in (*_WAITS, 0.0):
            try:
                response = await self._client.post(address, json=body)
            except httpx.HTTPError:
                response = None
            if response is not None and response.is_success:
                return
            await asyncio.sleep(wait)

    async def close(self) -> None:
        self._world.post.messages.unlisten(self._heard)
        for task in list(self._sending):
            task.cancel()
        await self._client.aclose()


def _common(one: Subscription) -> dict[str, Any]:
    return {
        "subscriptionId": one.id,
        "subscriptionExpirationDateTime": iso(one.expires),
        "clientState": one.client_state or None,
        "tenantId": one.tenant_id,
    }


def _notification(one: Subscription, change: Change) -> dict[str, Any]:
    identifier = change.immutable_id if one.immutable_ids else change.changing_id
    resource = f"Users/{one.mailbox}/Messages/{identifier}"
    data = {"@odata.type": "#Microsoft.Graph.Message", "@odata.id": resource, "id": identifier}
    return _common(one) | {"changeType": change.kind, "resource": resource, "resourceData": data}
