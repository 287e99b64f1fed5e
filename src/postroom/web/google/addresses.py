"""The callback address at Google, and what Google would not register."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.http import HttpRequest

from postroom.channels.oauth.google import CALLBACK_ROUTE
from postroom.web.oauth.addresses import is_loopback, is_plain, public_address


def callback_address(request: HttpRequest) -> str:
    """Return what has to be registered at Google as an authorised redirect URI."""
    return f"{public_address(request)}/{CALLBACK_ROUTE}"


def is_refused_by_google(address: str) -> bool:
    """Whether Google will not register it: plain http, a bare IP address, or a name that no public domain ends in.

    Source: "Redirect URI validation rules" (developers.google.com/identity/protocols/oauth2/web-server#uri-validation).
    """
    if is_loopback(address):
        return False
    return is_plain(address) or not _has_public_name(urlsplit(address).hostname or "")


def _has_public_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host and not host.endswith((".local", ".internal", ".lan", ".home.arpa"))
    return False
