"""Who was named in a note."""

from __future__ import annotations

from django.db import models


class Mention(models.Model):
    """An agent named with an @ in a note."""

    user = models.ForeignKey("postroom.User", models.CASCADE, related_name="mentions")
    article = models.ForeignKey("postroom.Article", models.CASCADE, related_name="mentions")
    ticket = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="mentions")
    """Where the note was written; a list asks for it without the articles."""
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="mention_once")]
        indexes = [models.Index(fields=["user", "ticket"], name="mention_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.article_id}"
