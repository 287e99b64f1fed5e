"""The callback address at Microsoft."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

from postroom.web.oauth.addresses import public_address

CALLBACK_ROUTE: Final = "microsoft/callback/"


def callback_address(request: HttpRequest) -> str:
    """Return what has to be registered at Microsoft as a redirect URI of type Web."""
    return f"{public_address(request)}/{CALLBACK_ROUTE}"
