"""Pages that a library brings and this installation does not have."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest


def not_offered(_request: HttpRequest, **_place: str) -> NoReturn:
    """Answer as if there were no such address.

    Raises Http404, always.
    """
    raise Http404
