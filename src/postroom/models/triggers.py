"""What Postroom does by itself when something happens to a ticket."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Trigger(models.Model):
    """Conditions in the one condition language, and actions, each `{"action": name, ...its values}`."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    position = models.PositiveIntegerField(default=100)
    conditions = models.JSONField(default=dict)
    actions = models.JSONField(default=list)
    active = models.BooleanField(_("active"), default=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class WebhookCall(models.Model):
    """One call of a webhook, as it went."""

    trigger = models.ForeignKey(Trigger, models.SET_NULL, null=True, related_name="calls")
    event = models.ForeignKey("postroom.Event", models.CASCADE, related_name="webhook_calls")
    url = models.URLField(max_length=1000)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)
