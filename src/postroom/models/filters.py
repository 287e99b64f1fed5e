"""What the administrator wants done with mail of a certain kind as it comes in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Filter(models.Model):
    """Conditions on a mail in the one condition language, and what a mail that fulfils them sets."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(_("active"), default=False)
    conditions = models.JSONField(default=dict)
    for_new = models.JSONField(default=dict)
    """What a new ticket gets: attribute name -> value (see `intake.filters.actions`)."""
    for_follow_up = models.JSONField(default=dict)
    """What is changed where the mail is added to a ticket."""
    stop = models.BooleanField(_("no further filters"), default=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
