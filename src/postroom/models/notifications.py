"""What people want to know of, and what they were told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NotificationKind(models.TextChoices):
    """Why somebody is told of an event; the most pressing first."""

    MENTION = "mention", _("I am mentioned")
    ASSIGNED = "assigned", _("A ticket is assigned to me")
    ANSWERED = "answered", _("A customer writes in a ticket of mine")
    REMINDER = "reminder", _("The time of a pending ticket of mine is reached")
    NEW = "new", _("A new ticket in my groups")
    FOLLOWED = "followed", _("A ticket that I follow changes")


class Notification(models.Model):
    """One person told of one event in the page."""

    user = models.ForeignKey("postroom.User", models.CASCADE, related_name="notifications")
    ticket = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="+")
    event = models.ForeignKey("postroom.Event", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=NotificationKind.choices)
    instead_of = models.ForeignKey("postroom.User", models.CASCADE, null=True, related_name="+")
    """Who is away and has `user` as substitute."""
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="notification_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_user"),
            models.Index(
                fields=["user", "ticket"], name="notification_unread", condition=models.Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_id}"


class NotificationChoice(models.Model):
    """How somebody wants to be told of a kind of event, where they chose something else than what is usual."""

    user = models.ForeignKey("postroom.User", models.CASCADE, related_name="notification_choices")
    kind = models.CharField(max_length=10, choices=NotificationKind.choices)
    page = models.BooleanField()
    mail = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notification_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class Follow(models.Model):
    """Somebody wants to know what happens to a ticket."""

    user = models.ForeignKey("postroom.User", models.CASCADE, related_name="follows")
    ticket = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.ticket_id}"
