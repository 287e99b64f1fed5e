"""The organisation's own logo."""

from __future__ import annotations

from django.db import models


class Logo(models.Model):
    """What keeps the file of the logo; there is one row at most. Its digest stands in the settings, too."""

    THE_ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    blob = models.ForeignKey("postroom.Blob", models.PROTECT, related_name="+")
    content_type = models.CharField(max_length=20)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_logo")]

    @property
    def mark(self) -> str:
        """What the settings and its address say of it: enough digits that another file has another one."""
        return self.blob_id[:16]
