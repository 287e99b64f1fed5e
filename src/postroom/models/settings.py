"""Settings that an administrator changes while Postroom runs."""

from __future__ import annotations

from django.db import models


class Setting(models.Model):
    """One value under its name; `postroom.configuration` knows the names, types and defaults."""

    key = models.CharField(max_length=100, primary_key=True)
    value = models.JSONField()
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key
