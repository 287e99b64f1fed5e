"""What was said in a ticket: one row a message or note."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleKind(models.TextChoices):
    """By which way it came or goes."""

    EMAIL = "email", _("e-mail")
    NOTE = "note", _("note")
    PHONE = "phone", _("phone")


class SenderKind(models.TextChoices):
    """Who speaks."""

    CUSTOMER = "customer", _("customer")
    AGENT = "agent", _("agent")
    SYSTEM = "system", _("system")


class Article(models.Model):
    """One message or note. Addresses are header text, decoded, as `Name <mail@example.org>, ...`."""

    ticket = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="articles")
    kind = models.CharField(max_length=10, choices=ArticleKind.choices)
    sender = models.CharField(max_length=10, choices=SenderKind.choices)
    internal = models.BooleanField(default=False)
    from_header = models.TextField(blank=True)
    to_header = models.TextField(blank=True)
    cc_header = models.TextField(blank=True)
    bcc_header = models.TextField(blank=True)
    reply_to_header = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    message_id = models.TextField(blank=True)
    """Without angle brackets."""
    in_reply_to = ArrayField(models.TextField(), default=list)
    references = ArrayField(models.TextField(), default=list)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    """Made safe; empty where the mail was plain text."""
    new_text = models.TextField(blank=True)
    signature_text = models.TextField(blank=True)
    nature = models.CharField(max_length=20, blank=True)
    nature_because = ArrayField(models.TextField(), default=list)
    may_answer = models.BooleanField(default=True)
    security = models.JSONField(default=dict)
    defects = ArrayField(models.TextField(), default=list)
    """Sentences in English."""
    defects_made_of = models.JSONField(default=dict)
    """What a sentence of `defects` is made of, by the sentence (`postroom.sentences`)."""
    raw = models.ForeignKey("postroom.Blob", models.PROTECT, null=True, related_name="+")
    """The mail as it came, or as it left."""
    created_by = models.ForeignKey("postroom.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["ticket", "created_at", "id"], name="article_ticket"),
            models.Index(fields=["message_id"], name="article_message_id", condition=~models.Q(message_id="")),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.pk)


class Attachment(models.Model):
    """A file of an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments")
    filename = models.TextField()
    content_type = models.CharField(max_length=255)
    size = models.BigIntegerField()
    content_id = models.TextField(blank=True)
    inline = models.BooleanField(default=False)
    blob = models.ForeignKey("postroom.Blob", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.filename
