"""The history of a ticket: every change, by whom and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """Which verb was done."""

    OPENED = "opened", _("opened")
    REPLIED = "replied", _("answered")
    RECEIVED = "received", _("message received")
    NOTED = "noted", _("noted")
    CHANGED = "changed", _("changed")
    MERGED = "merged", _("merged")
    MOVED = "moved", _("article moved")
    DELIVERY = "delivery", _("delivery")
    LINKED = "linked", _("linked")
    UNDONE = "undone", _("taken back")


class Event(models.Model):
    """One verb done to a ticket. `changes` maps a field to [before, after] as plain values."""

    ticket = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="events")
    article = models.ForeignKey("postroom.Article", models.SET_NULL, null=True, related_name="events")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    actor = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+")
    via = models.CharField(max_length=20)
    """web, mail, trigger, command, ..."""
    reason = models.TextField(blank=True)
    reason_made_of = models.JSONField(null=True)
    """What `reason` is made of, where it is one of our own sentences with values (`postroom.sentences`)."""
    changes = models.JSONField(default=dict)
    depth = models.PositiveSmallIntegerField(default=0)
    """How many triggers stand between this and a person or a mail."""
    triggers_pending = models.BooleanField(default=False)
    search_pending = models.BooleanField(default=False)
    """What is searched does not know of it yet."""
    not_before = models.DateTimeField(null=True)
    """Until then it can be undone: nothing follows from it yet."""
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["ticket", "created_at"], name="event_ticket"),
            models.Index(fields=["id"], name="event_pending", condition=models.Q(triggers_pending=True)),
            models.Index(fields=["id"], name="event_unsearched", condition=models.Q(search_pending=True)),
        ]
