"""Tickets that have to do with each other."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    """What the source of a link is to its target."""

    NORMAL = "normal", _("belongs together")
    PARENT = "parent", _("parent")


class TicketLink(models.Model):
    """Two tickets that belong together, or one (`source`) that is the parent of the other."""

    source = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="links_from")
    target = models.ForeignKey("postroom.Ticket", models.CASCADE, related_name="links_to")
    kind = models.CharField(max_length=10, choices=LinkKind.choices, default=LinkKind.NORMAL)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(Least("source", "target"), Greatest("source", "target"), name="link_once_a_pair"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="link_of_two"),
        ]
