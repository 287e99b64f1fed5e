"""What a kind offers to channels that should better be of it."""

from __future__ import annotations

from typing import Protocol

from django_stubs_ext import StrOrPromise

from postroom.models import Channel


class Converter(Protocol):
    """The way to one kind."""

    kind: str
    """What `Channel.kind` holds afterwards."""
    title: StrOrPromise
    """What is done, as a button says it."""
    reason: StrOrPromise
    """Why somebody should."""
    start_route: str
    """The name of the address where it begins; it takes the channel's id."""

    def offers(self, channel: Channel) -> bool:
        """Whether this channel's mailbox lies where the kind is at home. Told by the settings alone, without asking."""
        ...
