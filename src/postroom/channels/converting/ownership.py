"""Whether the mailbox of whoever signed in is the one that a channel reads."""

from __future__ import annotations

from postroom.models import Channel, OAuthGrant


def is_of(channel: Channel, grant: OAuthGrant, reads: str) -> bool:
    """Compare names: `reads` is the mailbox that the channel's server was asked for."""
    known = {reads, *channel.addresses.values_list("email", flat=True)}
    return not {grant.user_name.lower(), grant.email.lower()}.isdisjoint(name.lower() for name in known)
