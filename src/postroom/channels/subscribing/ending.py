"""Being told no more, once a channel is no longer reached that way: the provider would go on for days.

Best effort, by a job of its own. Where the provider does not answer, what it still tells names nothing that is known
here: it is answered as every notice, and nothing comes of it.
"""

from __future__ import annotations

import json

import structlog

from postroom.channels.registry import kind_of
from postroom.drivers.errors import DriverError
from postroom.enqueue import UNSUBSCRIBE, enqueue
from postroom.models import Channel, Subscription

log = structlog.get_logger(__name__)


def end_soon(channel: Channel) -> None:
    """Forget the subscription of `channel`, in the caller's transaction, and enqueue that the provider ends it.

    `channel` still has to be as it was when the subscription was made. The job is told how the mailbox is reached, for
    by the time it runs the channel may be another or gone; kinds that subscribe keep no secret there.
    """
    row = Subscription.objects.filter(channel=channel).first()
    if row is None:
        return
    if row.remote_id:
        enqueue(UNSUBSCRIBE, kind=channel.kind, inbound=json.dumps(channel.inbound), remote_id=row.remote_id)
    row.delete()


def end(kind: str, inbound: str, remote_id: str) -> None:
    """Ask the provider to tell no more. Where it refuses or is away, its promise ends by itself."""
    channel = Channel(kind=kind, inbound=json.loads(inbound))
    try:
        subscriber = kind_of(channel).subscriber(channel)
        if subscriber is not None:
            subscriber.end(remote_id)
    except DriverError as error:
        log.warning("a subscription is left to end by itself", kind=kind, code=error.code)
