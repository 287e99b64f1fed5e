"""How a converted channel was reached before."""

from __future__ import annotations

from django.db import models

from postroom.models.channels import Account


class FormerAccount(Account):
    """The account of a channel as it was before it was converted, with its password, until `kept_until`."""

    channel = models.OneToOneField("postroom.Channel", models.CASCADE, related_name="former")
    kept_until = models.DateTimeField(db_index=True)
