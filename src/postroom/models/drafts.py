"""What somebody has begun to write."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftKind(models.TextChoices):
    """What it becomes when it is sent."""

    REPLY = "reply", _("answer")
    REPLY_ALL = "reply_all", _("answer to everybody")
    FORWARD = "forward", _("forward")
    AGAIN = "again", _("mail to send again")
    NOTE = "note", _("internal note")
    NEW = "new", _("new ticket")


class Draft(models.Model):
    """One person's unsent writing of a kind in a ticket, or for a ticket that is not opened yet."""

    user = models.ForeignKey("postroom.User", models.CASCADE, related_name="drafts")
    ticket = models.ForeignKey("postroom.Ticket", models.CASCADE, null=True, related_name="drafts")
    kind = models.CharField(max_length=10, choices=DraftKind.choices)
    article = models.ForeignKey("postroom.Article", models.SET_NULL, null=True, related_name="+")
    """The message that is answered or forwarded."""
    values = models.JSONField(default=dict)
    """What stood in the form, by the names of its fields."""
    version = models.PositiveIntegerField(default=1)
    """Goes up by one with every saving: who saves over another one than they saw is told."""
    saved_at = models.DateTimeField()
    outbound = models.OneToOneField("postroom.Outbound", models.CASCADE, null=True, related_name="draft")
    """Set while the mail may still be called back: then this is what comes back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "ticket", "kind"],
                name="draft_once",
                condition=models.Q(outbound__isnull=True),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_id or ''}"


class DraftFile(models.Model):
    """A file added to a draft, or an image put between its words."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    filename = models.TextField()
    content_type = models.CharField(max_length=255)
    size = models.BigIntegerField()
    content_id = models.TextField(blank=True)
    inline = models.BooleanField(default=False)
    blob = models.ForeignKey("postroom.Blob", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.filename
