"""Texts that agents put into what they write."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextModule(models.Model):
    """A text found by name or keyword. `body` is safe HTML with variables such as `#{customer.name}`."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    names = models.JSONField(default=dict)
    """The name in other languages, by their codes."""
    keyword = models.CharField(_("keyword"), max_length=60, blank=True)
    body = models.TextField(_("text"))
    groups = models.ManyToManyField("postroom.Group", blank=True, related_name="+", verbose_name=_("groups"))
    """None: offered in all."""
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
