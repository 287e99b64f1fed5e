"""What is searched: the words of every article and of every file, and the text that was read from files."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchText(models.Model):
    """The words of one article, or of one file of it. Each row also knows the words of its ticket's head.

    `postroom.search.vector` makes `document`. Weights: A the ticket, B the sender, C the recipients, D the text.
    """

    ticket = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="search_texts")
    article = models.ForeignKey("postroom.Article", models.CASCADE, related_name="search_texts")
    attachment = models.ForeignKey("postroom.Attachment", models.CASCADE, null=True, related_name="search_texts")
    at = models.DateTimeField()
    """When the article was written."""
    document = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "attachment"], name="search_text_once", nulls_distinct=False),
        ]
        indexes = [
            # A search reads what waits to be sorted into the index word by word: let it be little.
            GinIndex(fields=["document"], name="search_text_words", gin_pending_list_limit=256),
            models.Index(fields=["-at", "-id"], name="search_text_newest"),
        ]


class FileState(models.TextChoices):
    """Whether the words of a file are known."""

    WAITING = "waiting", _("not read yet")
    READ = "read", _("read")
    PARTLY = "partly", _("read in part: it is too long")
    UNREADABLE = "unreadable", _("cannot be read")


class FileText(models.Model):
    """What was read in a file, once for all attachments with this content."""

    blob = models.OneToOneField("postroom.Blob", models.CASCADE, primary_key=True, related_name="file_text")
    kind = models.CharField(max_length=10)
    """By which reader of `postroom.search.files`."""
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.WAITING)
    text = models.TextField(blank=True)
    note = models.TextField(blank=True)
    """Why it could not be read, in English."""
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="file_text_waiting", condition=models.Q(state="waiting"))]
