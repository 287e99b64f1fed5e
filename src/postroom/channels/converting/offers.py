"""Which channels should better be of another kind."""

from __future__ import annotations

from typing import Final

from postroom.channels.converting.base import Converter
from postroom.channels.kinds.google.converting import ToGoogle
from postroom.channels.kinds.microsoft365.converting import ToMicrosoft365
from postroom.models import Channel

CONVERTERS: Final[tuple[Converter, ...]] = (
    ToMicrosoft365(),
    ToGoogle(),
)  # fmt: skip
"""One line a kind that channels can be converted to."""


def offer_for(channel: Channel) -> Converter | None:
    """Return what the channel can be converted to; None where it is well as it is."""
    return next((one for one in CONVERTERS if one.kind != channel.kind and one.offers(channel)), None)
