"""Which overview an address names, and who may change it: their own, or, for administrators, the shared ones."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from postroom.models import StoredOverview, User
from postroom.tickets.access import is_administrator
from postroom.web.access import signed_in


def owner_of_new(request: HttpRequest, *, shared: bool) -> User | None:
    """Return whose a new overview is: nobody's where it is shared.

    Raises PermissionDenied where the person may not share.
    """
    user = signed_in(request)
    if not shared:
        return user
    if not is_administrator(user):
        raise PermissionDenied
    return None


def changeable(request: HttpRequest, pk: int) -> StoredOverview:
    """Return the overview if the person may change it.

    Raises Http404.
    """
    user = signed_in(request)
    mine = StoredOverview.objects.filter(owner=user)
    shared = StoredOverview.objects.filter(owner=None)
    return get_object_or_404(mine | shared if is_administrator(user) else mine, pk=pk)
