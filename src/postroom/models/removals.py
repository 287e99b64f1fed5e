"""People whose personal data is being deleted."""

from __future__ import annotations

from django.db import models


class Removal(models.Model):
    """Stands as long as it is under way; when everything is gone, so is this row, or its person."""

    person = models.OneToOneField("postroom.User", models.CASCADE, related_name="removal")
    by = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+")
    keep_tickets = models.BooleanField()
    """Whether the tickets stay, without saying whose they were."""
    created_at = models.DateTimeField(auto_now_add=True)
    total = models.PositiveIntegerField(default=0)
    """Pieces of work."""
    done = models.PositiveIntegerField(default=0)
    mails_reached = models.BigIntegerField(default=0)
    """The last row of the ledger that was looked at."""
    error = models.TextField(blank=True)
