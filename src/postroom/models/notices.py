"""What administrators have to know now."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """A standing fact such as a failing channel; cleared by itself when it is over."""

    code = models.CharField(max_length=60)
    channel = models.ForeignKey("postroom.Channel", models.CASCADE, null=True, related_name="notices")
    about = models.CharField(max_length=60, blank=True)
    """What it is about where that is no channel, such as `app 3`."""
    detail = models.TextField(blank=True)
    since = models.DateTimeField(auto_now_add=True)
    cleared_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "channel", "about"],
                condition=models.Q(cleared_at__isnull=True),
                name="notice_open_once",
                nulls_distinct=False,
            )
        ]
        ordering = ["-since"]

    def __str__(self) -> str:
        return self.code
