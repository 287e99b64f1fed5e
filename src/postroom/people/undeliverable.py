"""Addresses that permanently refuse mail: marked by a bounce, cleared by a later success or by hand."""

from __future__ import annotations

import datetime

from django.db.models.functions import Lower

from postroom.models import User


def mark(email: str, reason: str, at: datetime.datetime) -> None:
    """Note that mail to `email` came back for good, with the server's words."""
    users = User.objects.annotate(lower_email=Lower("email")).filter(lower_email=email.lower())
    users.filter(undeliverable_since=None).update(undeliverable_since=at, undeliverable_reason=reason)


def clear(emails: list[str]) -> None:
    """Note that mail to `emails` was taken again."""
    users = User.objects.annotate(lower_email=Lower("email")).filter(
        lower_email__in=[email.lower() for email in emails]
    )
    users.filter(undeliverable_since__isnull=False).update(undeliverable_since=None, undeliverable_reason="")
