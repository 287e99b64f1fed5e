"""What agents do to a ticket with one click."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class After(models.TextChoices):
    """Where the agent is once a macro has run."""

    STAY = "stay", _("stay on the ticket")
    NEXT = "next", _("go to the next ticket of the list")
    LIST = "list", _("go back to the list")


class Macro(models.Model):
    """Actions, each `{"action": name, ...its values}` as triggers have them, in the order in which they are done."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    actions = models.JSONField(default=list)
    after = models.CharField(_("then"), max_length=5, choices=After.choices, default=After.STAY)
    groups = models.ManyToManyField("postroom.Group", blank=True, related_name="+", verbose_name=_("groups"))
    """None: offered in all."""
    active = models.BooleanField(_("active"), default=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
