"""Files with people in them, on their way into the desk."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """How far an import is."""

    PREPARED = "prepared", _("not started")
    WAITING = "waiting", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class UserImport(models.Model):
    """One file of people: how it is read, how far it is, and what could not be taken over."""

    created_by = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    filename = models.CharField(max_length=254)
    content = models.BinaryField()
    """The file, as UTF-8; empty once it is done."""
    delimiter = models.CharField(max_length=1)
    columns = models.JSONField(default=list)
    """What stands in each column: a name of `people.importing.columns.FIELDS`, or nothing."""
    role = models.ForeignKey("postroom.Role", models.SET_NULL, null=True, blank=True, related_name="+")
    """What everybody in the file gets."""
    invite = models.BooleanField(default=False)
    """Whether those who are new get a link to choose a password."""
    new_organisations = models.BooleanField(default=True)
    """Whether organisations that are not there are made."""
    overwrite = models.BooleanField(default=True)
    """Whether the file counts where somebody is there already; otherwise only what is empty is filled."""
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.PREPARED)
    total = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    """Rows that are done: an import that was cut off goes on behind them."""
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    wrong = models.JSONField(default=list)
    """Rows that could not be taken over: `{"line", "why", "cells"}`."""
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.filename
