"""The callback address: the same to the letter here, at Microsoft, and in every request."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest

from postroom.configuration import configuration
from postroom.settings import CONFIG

CALLBACK_ROUTE: Final = "microsoft/callback/"

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def public_address(request: HttpRequest) -> str:
    """Return scheme and host that people type: as configured, else as the browser did."""
    return CONFIG.public_url or configuration().public_url or browser_address(request)


def browser_address(request: HttpRequest) -> str:
    """Return scheme and host that this browser used."""
    return f"{request.scheme}://{request.get_host()}"


def callback_address(request: HttpRequest) -> str:
    """Return what has to be registered at Microsoft as a redirect URI of type Web."""
    return f"{public_address(request)}/{CALLBACK_ROUTE}"


def is_another(request: HttpRequest) -> bool:
    """Whether the browser came by another address than the configured one: then the way back would not work."""
    return public_address(request) != browser_address(request)


def is_refused_by_microsoft(address: str) -> bool:
    """Whether Microsoft will not register it: plain http is allowed for this machine only.

    Source: "Redirect URI (reply URL) outline and restrictions" (learn.microsoft.com/entra/identity-platform/reply-url).
    """
    parts = urlsplit(address)
    return parts.scheme != "https" and parts.hostname not in _LOOPBACK
