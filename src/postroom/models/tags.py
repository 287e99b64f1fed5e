"""The tags there are; which ticket has which stands on the tickets."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Tag(models.Model):
    """A word tickets are marked with. The database adds what a ticket gets and the list has not (migration 0013)."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    became = models.CharField(max_length=100, blank=True)
    """What it was merged into, in the moment before it is deleted: so the audit log knows."""
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name
