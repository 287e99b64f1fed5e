"""Channels not saved yet, and what came of trying them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from postroom.models.channels import Account, Direction


class ChannelDraft(Account):
    """Settings on their way to a channel: of a new one, or changes of `channel`. Nothing is fetched or sent by it."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    display_name = models.CharField(_("display name"), max_length=200, blank=True)
    channel = models.ForeignKey("postroom.Channel", models.CASCADE, null=True, related_name="drafts")
    """The channel whose settings are being changed; None for a new one."""
    group = models.ForeignKey(
        "postroom.Group", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    for_group_mail = models.BooleanField(_("use this address for the group's outgoing mail"), default=True)
    folders = models.JSONField(default=list)
    """The server's folders, as `[path, ...]`."""
    survey = models.JSONField(default=dict)
    """What lay in the folder: folder, count, unread, oldest, newest (ISO 8601)."""
    created_by = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    """When it became a channel, or its changes did; its secrets are gone from here then."""


class Purpose(models.TextChoices):
    """What a probe is to find out."""

    GUESS = "guess", _("finding the settings")
    CONNECT = "connect", _("trying both directions")
    SURVEY = "survey", _("looking into the folder")
    ROUND_TRIP = "round_trip", _("sending a test mail to itself")
    CHECK = "check", _("checking")
    ENABLE = "enable", _("checking before it is enabled")
    DOCTOR = "doctor", _("looking at everything")


class ProbeState(models.TextChoices):
    """How far a probe is."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed")


class Probe(models.Model):
    """One trial of a draft or of a channel; its lines come while it runs."""

    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    state = models.CharField(max_length=10, choices=ProbeState.choices, default=ProbeState.WAITING)
    draft = models.ForeignKey(ChannelDraft, models.CASCADE, null=True, related_name="probes")
    channel = models.ForeignKey("postroom.Channel", models.CASCADE, null=True, related_name="probes")
    fingerprint = models.CharField(max_length=64, blank=True)
    """Of the settings that were tried: a pass counts only for these."""
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    FINAL: ClassVar = (ProbeState.PASSED, ProbeState.FAILED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=False, channel__isnull=True)
                | models.Q(draft__isnull=True, channel__isnull=False),
                name="probe_of_draft_or_channel",
            )
        ]
        ordering = ["-id"]

    @property
    def finished(self) -> bool:
        """Whether no further line will come."""
        return self.state in self.FINAL


class LineState(models.TextChoices):
    """How a step went."""

    OK = "ok", _("done")
    WARNING = "warning", _("done, with a warning")
    FAILED = "failed", _("failed")


class ProbeLine(models.Model):
    """One step of a probe: what was done, how long it took, and on failure the server's words."""

    probe = models.ForeignKey(Probe, models.CASCADE, related_name="lines")
    direction = models.CharField(max_length=3, choices=Direction.choices, blank=True)
    step = models.CharField(max_length=40)
    """A word of `channels.sentences.STEPS`."""
    detail = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    """Numbers and names that `channels.sentences.facts` makes a sentence of, in the reader's language."""
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.OK)
    milliseconds = models.FloatField(null=True)
    code = models.CharField(max_length=60, blank=True)
    server_text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
