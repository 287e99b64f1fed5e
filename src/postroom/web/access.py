"""Who may see a page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from postroom.models import User
from postroom.people.auditing import auditing
from postroom.tickets.access import is_administrator, is_agent, remember_rights
from postroom.web.sign_in.required import lacks_second_step

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_READING = ("GET", "HEAD", "OPTIONS")


def agent_required(view: View[P]) -> View[P]:
    """Let agents and administrators in; send strangers to the sign-in page, refuse everybody else."""
    return _required(view, lambda user: is_agent(user) or is_administrator(user))


def administrator_required(view: View[P]) -> View[P]:
    """Let administrators in; send strangers to the sign-in page, refuse everybody else."""
    return _required(view, is_administrator)


def _required(view: View[P], allowed: Callable[[User], bool]) -> View[P]:
    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return redirect_to_login(request.get_full_path())
        remember_rights(user)
        if not allowed(user):
            raise PermissionDenied
        if lacks_second_step(user):
            return redirect("second_step_wanted")
        if request.method in _READING or not is_administrator(user):
            return view(request, *args, **kwargs)
        with auditing(user, "web", str(request.META.get("REMOTE_ADDR", ""))):
            return view(request, *args, **kwargs)

    return guarded


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in, in a view behind one of the guards above."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
