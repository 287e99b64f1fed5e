"""The link to choose a password, as the person who asks for it reaches us."""

from __future__ import annotations

from django.http import HttpRequest

from postroom.configuration import configuration
from postroom.delivery.invitations import password_path
from postroom.models import User


def password_link(request: HttpRequest, user: User) -> str:
    """Return an address where `user` chooses a password once."""
    path, public = password_path(user), configuration().public_url
    return f"{public}{path}" if public else request.build_absolute_uri(path)
