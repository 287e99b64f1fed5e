"""Change notifications: being told of new mail instead of asking.

Sources, below learn.microsoft.com/graph: "subscription resource type" (Outlook messages for 10,080 minutes at most,
clientState of 128 characters at most), "Create subscription" (the address has to echo a token within ten seconds),
"Reduce missing change notifications" (lifecycle notifications). Notifications can get lost: delta stays the base.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from postroom.drivers.errors import NotFound, ProtocolBroken
from postroom.drivers.graph.asking import Ask
from postroom.drivers.graph.client import GraphClient
from postroom.drivers.graph.listing import moment

LONGEST = datetime.timedelta(minutes=10_080)
MARGIN = datetime.timedelta(hours=1)
"""Kept below the longest time, because clocks differ."""

LONGEST_CLIENT_STATE = 128


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription as Graph holds it."""

    id: str
    expires: datetime.datetime


def create_subscription(
    client: GraphClient, folder: str, notification_url: str, lifecycle_url: str, client_state: str
) -> Subscription:
    """Ask to be told of new messages in the folder of that id, for as long as Graph allows.

    `client_state` comes back with every notification and proves that it is Microsoft's: a secret, 128 characters at
    most. Raises Refused (`graph-notification-address`) where Microsoft cannot reach an address.
    """
    if not client_state or len(client_state) > LONGEST_CLIENT_STATE:
        raise ValueError(f"clientState needs 1 to {LONGEST_CLIENT_STATE} characters")
    body = {
        "changeType": "created",
        "notificationUrl": notification_url,
        "lifecycleNotificationUrl": lifecycle_url,
        "resource": f"{client.settings.user_path.lstrip('/')}/mailFolders('{folder}')/messages",
        "expirationDateTime": _latest(),
        "clientState": client_state,
    }
    return _subscription(client.ask(Ask("subscribe", "POST", "/subscriptions", json=body)).json())


def renew_subscription(client: GraphClient, subscription: str) -> Subscription:
    """Let a subscription last as long again. Raises NotFound where it is gone and has to be created anew."""
    body = {"expirationDateTime": _latest()}
    return _subscription(client.ask(Ask("subscribe", "PATCH", _path(subscription), json=body)).json())


def reauthorize_subscription(client: GraphClient, subscription: str) -> None:
    """Answer the lifecycle notification `reauthorizationRequired` without changing when the subscription ends."""
    client.ask(Ask("subscribe", "POST", f"{_path(subscription)}/reauthorize"))


def delete_subscription(client: GraphClient, subscription: str) -> None:
    """End a subscription; one that is gone already is passed over."""
    try:
        client.ask(Ask("subscribe", "DELETE", _path(subscription)))
    except NotFound:
        return


def _path(subscription: str) -> str:
    return f"/subscriptions/{quote(subscription, safe='')}"


def _latest() -> str:
    moment = datetime.datetime.now(datetime.UTC) + LONGEST - MARGIN
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _subscription(told: Mapping[str, Any]) -> Subscription:
    expires = moment(told.get("expirationDateTime"))
    if expires is None or not told.get("id"):
        raise ProtocolBroken("a subscription without id or end")
    return Subscription(str(told["id"]), expires)
