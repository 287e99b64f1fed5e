"""What a token may do, held against what was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from postroom.channels.oauth.providers import provider_of
from postroom.models import OAuthApp


def missing_permissions(app: OAuthApp, resource: str, scope: str) -> list[str]:
    """Return the permissions that were asked for and are not in `scope`; none where the provider told no scope."""
    if not scope:
        return []
    wanted = provider_of(app).permissions(app, [resource]).split()
    names = set(_names(scope.split()))
    return [permission for permission, name in zip(wanted, _names(wanted), strict=True) if name not in names]


def _names(permissions: Iterable[str]) -> list[str]:
    # Graph's answers leave out the resource that stands before each name in the question; Google's one scope is an
    # address that ends in a slash.
    return [permission.rstrip("/").rpartition("/")[2].lower() for permission in permissions]
