"""Who is signed in, and where."""

from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from postroom.models.people import User


class Session(AbstractBaseSession):
    """One browser. Whose it is, and when it was used last, stand beside its data: so it can be shown and ended."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField(max_length=300, blank=True)
    """What the browser says it is (User-Agent)."""
    address = models.GenericIPAddressField(null=True)
    began_at = models.DateTimeField(null=True)
    """When its person signed in."""
    seen_at = models.DateTimeField(null=True)
    """When they last did something, to within a minute; what a page asks by itself does not count."""
