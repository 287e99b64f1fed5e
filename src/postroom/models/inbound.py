"""The ledger: one row for every message ever seen in a mailbox, whatever became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InboundState(models.TextChoices):
    """Where a message stands on its way in."""

    STORED = "stored", _("waiting")
    PROCESSED = "processed", _("done")
    QUARANTINED = "quarantined", _("in quarantine")
    DISCARDED = "discarded", _("discarded")


class Outcome(models.TextChoices):
    """What became of it."""

    TICKET = "ticket", _("new ticket")
    FOLLOW_UP = "follow_up", _("added to a ticket")
    IGNORED = "ignored", _("ignored")


class Inbound(models.Model):
    """One message as it was taken from a channel's mailbox, once, however often and wherever it was seen there."""

    channel = models.ForeignKey("postroom.Channel", models.CASCADE, related_name="ledger")
    digest = models.CharField(max_length=64)
    """SHA-256 of the raw bytes: the same mail under another server key is still the same mail."""
    message_id = models.TextField(blank=True)
    raw = models.ForeignKey("postroom.Blob", models.PROTECT, related_name="+")
    size = models.BigIntegerField()
    """On the server, in bytes; more than the stored bytes where the mail was over the limit."""
    complete = models.BooleanField(default=True)
    received_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=12, choices=InboundState.choices, default=InboundState.STORED)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    trace = models.JSONField(default=list)
    """Every rule in order with hit or miss and why: `[{"rule": ..., "hit": ..., "because": ...}]`."""
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    processed_at = models.DateTimeField(null=True)
    ticket = models.ForeignKey("postroom.Ticket", models.SET_NULL, null=True, related_name="+")
    article = models.ForeignKey("postroom.Article", models.SET_NULL, null=True, related_name="inbound")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "digest"], name="inbound_digest_once"),
        ]
        indexes = [
            models.Index(fields=["id"], name="inbound_stored", condition=models.Q(state="stored")),
            models.Index(fields=["id"], name="inbound_quarantined", condition=models.Q(state="quarantined")),
        ]


class Sighting(models.Model):
    """Where a message was seen on the server: what is sighted is never fetched again, what is unsettled is settled."""

    channel = models.ForeignKey("postroom.Channel", models.CASCADE, related_name="sightings")
    folder = models.CharField(max_length=250, blank=True)
    server_key = models.CharField(max_length=500)
    """The server's stable id: `UIDVALIDITY:UID`, UIDL or immutable id."""
    inbound = models.ForeignKey(Inbound, models.CASCADE, related_name="sightings")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "folder", "server_key"], name="sighting_key_once"),
        ]
