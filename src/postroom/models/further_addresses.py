"""Addresses of people beside the one that they sign in with."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class FurtherAddress(models.Model):
    """Mail from here is this person's too. No address is both somebody's first one and a further one."""

    user = models.ForeignKey("postroom.User", models.CASCADE, related_name="further_addresses")
    email = models.EmailField(_("e-mail"), max_length=254)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="further_address_once")]
        ordering = ["email"]

    def __str__(self) -> str:
        return self.email
