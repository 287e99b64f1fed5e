"""What is tidied up by itself, and how that went."""

from __future__ import annotations

from django.db import models


class Housekeeping(models.Model):
    """The last run of one kind of tidying; `postroom.jobs.housekeeping` knows the kinds."""

    name = models.CharField(max_length=40, primary_key=True)
    ran_at = models.DateTimeField()
    removed = models.PositiveIntegerField(default=0)
    """Rows, in that run."""
    removed_in_all = models.PositiveBigIntegerField(default=0)
    failed_since = models.DateTimeField(null=True)
    """None where the last run ended well."""
    error = models.TextField(blank=True)
    """The kind of exception, never its text, which may quote rows."""

    def __str__(self) -> str:
        return self.name
