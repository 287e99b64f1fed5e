"""What a row of the ticket list is made of: values and no models, for five models a row take longer than all else."""

from __future__ import annotations

import datetime
from typing import NamedTuple


class Line(NamedTuple):
    """A ticket in the list. The names are paths of the ticket's fields."""

    pk: int
    number: str
    title: str
    state: str
    priority: int
    tags: list[str]
    article_count: int
    group_id: int
    group__name: str
    organisation_id: int | None
    organisation__name: str | None
    owner_id: int | None
    owner__name: str | None
    owner__email: str | None
    customer_id: int
    customer__name: str
    customer__email: str
    created_at: datetime.datetime
    updated_at: datetime.datetime
    closed_at: datetime.datetime | None
    pending_until: datetime.datetime | None
    last_customer_contact_at: datetime.datetime | None
    drafted: bool
    """Whether who looks has begun to write in it."""

    @property
    def owner(self) -> str:
        """What they are called; empty for nobody."""
        return self.owner__name or self.owner__email or ""

    @property
    def customer(self) -> str:
        """What they are called."""
        return self.customer__name or self.customer__email
