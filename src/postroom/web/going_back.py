"""Where a form leads when it is done: to the address it named, where that is one of ours."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def safe_address(request: HttpRequest, address: str, otherwise: str) -> str:
    """Return `address` where it leads to this installation, else the address of the page named `otherwise`."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else reverse(otherwise)
