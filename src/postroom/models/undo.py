"""What somebody did and may take back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UndoKind(models.TextChoices):
    """What was done, and so how it is taken back."""

    CHANGE = "change", _("changed")
    MERGE = "merge", _("merged")
    SPAM = "spam", _("marked as spam")


class Undoable(models.Model):
    """One doing of one person, with all that is needed to take it back."""

    by = models.ForeignKey("postroom.User", models.CASCADE, related_name="undoables")
    kind = models.CharField(max_length=10, choices=UndoKind.choices)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["by", "-created_at"], name="undoable_by")]
