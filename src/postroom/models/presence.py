"""Who has a ticket open right now."""

from __future__ import annotations

from django.db import models


class Presence(models.Model):
    """Somebody looks at a ticket, or writes in it. Old rows mean nothing; the table is unlogged, a crash empties it."""

    user = models.ForeignKey("postroom.User", models.CASCADE, related_name="+")
    ticket = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="+")
    writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="presence_once")]
        indexes = [models.Index(fields=["seen_at"], name="presence_seen")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.ticket_id}"
