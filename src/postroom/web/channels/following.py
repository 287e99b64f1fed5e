"""How a channel notices new mail, as its page says it."""

from __future__ import annotations

from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from postroom.channels.registry import kind_of
from postroom.channels.sentences import explain
from postroom.channels.subscribing.cadence import is_told
from postroom.drivers.errors import DriverError
from postroom.models import Channel, Subscription


@dataclass(frozen=True, slots=True)
class Following:
    """Whether the provider tells of new mail, and if not, why."""

    told: bool
    row: Subscription | None
    why: StrOrPromise = ""
    remedy: StrOrPromise = ""


def show_following(channel: Channel) -> Following | None:
    """Return it; None for channels whose provider never calls."""
    try:
        if kind_of(channel).subscriber(channel) is None:
            return None
    except DriverError:
        return None
    row = Subscription.objects.filter(channel=channel).first()
    if is_told(row) or row is None or not row.code:
        return Following(is_told(row), row)
    said = explain(row.code)
    return Following(False, row, said.what, said.remedy)
