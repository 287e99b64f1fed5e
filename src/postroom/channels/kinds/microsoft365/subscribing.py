"""Change notifications of Graph for one channel.

Source: "Create subscription" (learn.microsoft.com/graph/api/subscription-post-subscriptions): the address has to be
https and reachable; by delegated permission only messages in the signed-in user's own mailbox can be subscribed to,
those of a shared mailbox cannot.
"""

from __future__ import annotations

from typing import Final, cast

from postroom.channels.kinds.microsoft365.config import Way, inbound_of
from postroom.channels.kinds.microsoft365.opening import access_to, open_source
from postroom.channels.oauth.clouds import cloud_of
from postroom.channels.oauth.public import public_base
from postroom.channels.sentences.ours import NEWS_ADDRESS_MISSING, NEWS_ADDRESS_UNSAFE, NEWS_OF_SHARED
from postroom.channels.subscribing.base import Promise
from postroom.drivers.graph import GraphSource
from postroom.models import Channel

NOTIFICATION_ROUTE: Final = "microsoft/notifications/"


class GraphSubscriber:
    """Asks Graph to call `address` when mail comes into the channel's folder."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._public = public_base()
        self.address = f"{self._public}/{NOTIFICATION_ROUTE}"

    def hindrance(self) -> str:
        """Say what Microsoft would refuse anyway."""
        config = inbound_of(self._channel)
        if not self._public:
            return NEWS_ADDRESS_MISSING
        if config.shared:
            return NEWS_OF_SHARED
        cloud = cloud_of(access_to(config).app.cloud)
        if not self._public.startswith("https://") and not cloud.is_rehearsal:
            return NEWS_ADDRESS_UNSAFE
        return ""

    def create(self, secret: str) -> Promise:
        """Subscribe to new mail in the folder; Microsoft tries the address before it answers."""
        with self._opened(self._channel.folder) as source:
            made = source.subscribe(self.address, secret)
        return Promise(made.id, made.expires)

    def renew(self, remote_id: str) -> Promise:
        """Let it last as long again; that also answers `reauthorizationRequired`."""
        with self._opened(self._channel.folder) as source:
            renewed = source.renew(remote_id)
        return Promise(renewed.id, renewed.expires)

    def end(self, remote_id: str) -> None:
        """Unsubscribe."""
        # By the inbox, which is always there: the folder may be what has gone.
        with self._opened("") as source:
            source.unsubscribe(remote_id)

    def _opened(self, folder: str) -> GraphSource:
        return cast(GraphSource, open_source(self._channel, folder, None))


def subscriber(channel: Channel) -> GraphSubscriber | None:
    """Return who asks, where mail comes by Graph."""
    return GraphSubscriber(channel) if inbound_of(channel).way is Way.GRAPH else None
