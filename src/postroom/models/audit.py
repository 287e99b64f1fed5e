"""Who changed what of the installation; a ticket has a history of its own (`Event`)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditKind(models.TextChoices):
    """What was done."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    DELETED = "deleted", _("deleted")
    SIGNED_IN = "signed_in", _("signed in")
    REFUSED = "refused", _("sign-in refused")
    SIGNED_OUT = "signed_out", _("sessions ended")


class AuditEntry(models.Model):
    """One row of the installation that somebody changed, or a sign-in.

    Rows of changes are written by the database itself (migration 0011), in the transaction of the change, while
    `people.auditing.auditing` says who is at work.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=254, blank=True)
    """As it was then; for a sign-in that was refused, the address that was tried."""
    via = models.CharField(max_length=20)
    """web or command"""
    ip = models.GenericIPAddressField(null=True)
    kind = models.CharField(max_length=10, choices=AuditKind.choices)
    subject = models.CharField(max_length=40, blank=True)
    """The table without its prefix, such as `trigger`."""
    subject_id = models.CharField(max_length=100, blank=True)
    label = models.CharField(max_length=254, blank=True)
    """What the row was called then."""
    changes = models.JSONField(default=dict)
    """Column to [before, after]; to null where the value is secret or a file."""

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["actor", "-at", "-id"], name="audit_actor"),
            models.Index(fields=["subject", "-at", "-id"], name="audit_subject"),
        ]
