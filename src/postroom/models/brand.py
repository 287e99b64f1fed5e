"""How an organisation looks: its logo."""

from __future__ import annotations

from django.db import models


class BrandImage(models.Model):
    """A logo as it was uploaded and found to be safe; the setting `logo` names the one that is shown."""

    name = models.CharField(max_length=200)
    """Of the file."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the content in hexadecimal; its address ends with it, so that a browser may keep it for ever."""
    content_type = models.CharField(max_length=50)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
