"""What Postroom does by itself at certain hours, to all tickets that fit then."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledJob(models.Model):
    """Conditions in the one condition language, the actions of triggers, and hours of the week."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    conditions = models.JSONField(default=dict)
    actions = models.JSONField(default=list)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, verbose_name=_("days"))
    """1 is Monday, 7 is Sunday."""
    hours = ArrayField(models.PositiveSmallIntegerField(), default=list, verbose_name=_("hours"))
    """0 to 23, in the time zone of the installation."""
    most = models.PositiveIntegerField(_("tickets at most"), default=500)
    active = models.BooleanField(_("active"), default=False)
    note = models.TextField(_("note"), blank=True)
    slot = models.DateTimeField(null=True)
    """The last hour it was due in."""
    due = models.BooleanField(default=False)
    """It is to run, or runs."""
    reached = models.BigIntegerField(default=0)
    """The last ticket of this run that is done: a run that was cut off goes on behind it."""
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    ran_at = models.DateTimeField(null=True)
    """When the last run ended."""
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
