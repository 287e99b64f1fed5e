"""Connected accounts, their addresses and how they are."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from postroom.models.fields import SecretField


class AfterImport(models.TextChoices):
    """What happens on the server to a message that is safely stored."""

    DELETE = "delete", _("delete it from the server")
    MARK_READ = "mark_read", _("keep it and mark it as read")
    MOVE = "move", _("move it to another folder")


class Account(models.Model):
    """How a mailbox is reached and what happens to the mail in it; `kind` names a row of `channels.kinds.KINDS`.

    Shared by channels and by the drafts of channels, so that both are tried in the same way.
    """

    kind = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=254)
    inbound = models.JSONField(default=dict)
    """Settings of the Source as the kind's config knows them, without secrets."""
    outbound = models.JSONField(default=dict)
    """Settings of the Sink, without secrets."""
    inbound_secret = SecretField()
    outbound_secret = SecretField()
    folder = models.CharField(_("folder"), max_length=250, blank=True)
    """Decoded path; empty means the inbox."""
    after_import = models.CharField(
        _("after import"), max_length=12, choices=AfterImport.choices, default=AfterImport.DELETE
    )
    move_to = models.CharField(_("move to"), max_length=250, blank=True)
    archive = models.BooleanField(_("archive old mail"), default=False)
    archive_before = models.DateTimeField(_("older than"), null=True, blank=True)
    archive_state = models.CharField(_("in state"), max_length=20, default="closed")

    class Meta:
        abstract = True


class Channel(Account):
    """A mailbox that mail is fetched from and sent by."""

    group = models.ForeignKey("postroom.Group", models.PROTECT, related_name="channels", verbose_name=_("group"))
    active = models.BooleanField(_("active"), default=True)
    trusted = models.BooleanField(_("trust its X-Postroom headers"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    poll_wanted_at = models.DateTimeField(null=True, blank=True)
    """When somebody last asked for a look: a look that began earlier is followed by another."""
    polled_at = models.DateTimeField(null=True, blank=True)
    """When the last look into the mailbox that went through began."""
    keys_changed_at = models.DateTimeField(null=True, blank=True)
    """Since when the server names the same messages otherwise; the next look recognises those it has."""

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Direction(models.TextChoices):
    """Which way mail goes."""

    IN = "in", _("receiving")
    OUT = "out", _("sending")


class HealthState(models.TextChoices):
    """How a direction of a channel is."""

    UNKNOWN = "unknown", _("not tried yet")
    OK = "ok", _("works")
    WARNING = "warning", _("works, with a warning")
    FAILING = "failing", _("fails")


class ChannelHealth(models.Model):
    """What is known of one direction of a channel: since when it fails, the server's words, when it is tried again."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="health")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    state = models.CharField(max_length=10, choices=HealthState.choices, default=HealthState.UNKNOWN)
    since = models.DateTimeField(auto_now_add=True)
    code = models.CharField(max_length=60, blank=True)
    step = models.CharField(max_length=30, blank=True)
    server_text = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)
    succeeded_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "direction"], name="health_once")]


class EmailAddress(models.Model):
    """An address that answers are sent from, and that is recognised as our own."""

    name = models.CharField(_("display name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254)
    channel = models.ForeignKey(Channel, models.SET_NULL, null=True, blank=True, related_name="addresses")
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="address_unique")]
        ordering = ["email"]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email
