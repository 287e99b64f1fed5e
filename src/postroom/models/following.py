"""How far a folder has been read, and who tells of news in it."""

from __future__ import annotations

from django.db import models


class FolderMark(models.Model):
    """Up to where a folder was read, in the server's own words; without one the whole folder is listed."""

    channel = models.ForeignKey("postroom.Channel", models.CASCADE, related_name="marks")
    folder = models.CharField(max_length=250, blank=True)
    mark = models.TextField()
    """What the driver gave and understands, such as a delta link."""
    noted_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "folder"], name="folder_mark_once")]


class Subscription(models.Model):
    """The provider's promise to tell of new mail in a channel's folder, or why there is none."""

    channel = models.OneToOneField("postroom.Channel", models.CASCADE, related_name="subscription")
    remote_id = models.CharField(max_length=100, blank=True, db_index=True)
    """The provider's name for it; empty while there is none."""
    settings = models.CharField(max_length=64, blank=True)
    """The fingerprint of the settings, the folder and the address it was made for."""
    client_state = models.CharField(max_length=64, blank=True)
    """SHA-256 of the secret that comes with every notification."""
    expires_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    """When it has to be renewed, or asked for once more."""
    notified_at = models.DateTimeField(null=True)
    """When it last told of something."""
    code = models.CharField(max_length=60, blank=True)
    """Why there is none, as a word that has a sentence."""
    server_text = models.TextField(blank=True)
