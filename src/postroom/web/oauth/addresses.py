"""The callback address: the same to the letter here, at the provider, and in every request."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest

from postroom.channels.oauth.public import public_base

_LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}


def public_address(request: HttpRequest) -> str:
    """Return scheme and host that people type: as configured, else as the browser did."""
    return public_base() or browser_address(request)


def browser_address(request: HttpRequest) -> str:
    """Return scheme and host that this browser used."""
    return f"{request.scheme}://{request.get_host()}"


def other_address(request: HttpRequest) -> str:
    """Return the public address where the browser came by another one: then the way back would not work."""
    public = public_address(request)
    return public if public != browser_address(request) else ""


def is_loopback(address: str) -> bool:
    """Whether the address is of this machine only."""
    return urlsplit(address).hostname in _LOOPBACK


def is_plain(address: str) -> bool:
    """Whether it is http and of more than this machine: providers register https only."""
    return urlsplit(address).scheme != "https" and not is_loopback(address)
