"""What the page of a new ticket is filled with before somebody writes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from postroom.models.tickets import Priority


class TicketTemplate(models.Model):
    """Named values of a new ticket; what is empty is left to the agent."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=1000, blank=True)
    group = models.ForeignKey("postroom.Group", models.SET_NULL, null=True, blank=True, verbose_name=_("group"))
    owner = models.ForeignKey("postroom.User", models.SET_NULL, null=True, blank=True, verbose_name=_("owner"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True, verbose_name=_("tags"))
    text = models.TextField(_("text"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
