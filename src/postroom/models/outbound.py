"""Every mail that is to leave, and how it fares."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboundState(models.TextChoices):
    """Where a mail stands on its way out."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    UNCERTAIN = "uncertain", _("perhaps sent")
    CANCELLED = "cancelled", _("cancelled")


class Outbound(models.Model):
    """One mail to send. Its Message-ID is the article's, fixed before the first attempt."""

    article = models.ForeignKey("postroom.Article", models.CASCADE, null=True, related_name="outbound")
    """None for mail that belongs to no ticket: password mails, notices to administrators."""
    email_address = models.ForeignKey("postroom.EmailAddress", models.PROTECT, null=True, related_name="+")
    """The sending address; its channel carries the mail."""
    message_id = models.TextField(unique=True)
    recipients = ArrayField(models.TextField())
    auto = models.BooleanField(default=False)
    """Written by a trigger, not by a person: marked as automatic, counted by the loop protection."""
    sign = models.BooleanField(null=True)
    """As the person chose for this mail; None: as the group of its ticket does."""
    encrypt = models.BooleanField(null=True)
    subject = models.TextField(blank=True)
    body = models.TextField(blank=True)
    """Plain text, only for mail without an article."""
    state = models.CharField(max_length=10, choices=OutboundState.choices, default=OutboundState.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    """From here on the server may have it: whoever finds the row abandoned with this set must not send it again."""
    attempts = models.PositiveSmallIntegerField(default=0)
    first_attempt_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=60, blank=True)
    server_text = models.TextField(blank=True)
    refused = models.JSONField(default=dict)
    """Recipients the server did not take while it took others, with its words."""

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "-id"],
                name="outbound_unfinished",
                condition=~models.Q(state__in=["sent", "cancelled"]),
            ),
            models.Index(fields=["created_at"], name="outbound_auto", condition=models.Q(auto=True)),
        ]
