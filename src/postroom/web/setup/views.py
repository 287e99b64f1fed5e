"""The set-up page, and the checklist that follows."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from postroom.ground.first_visit import may_set_up
from postroom.models import Channel, Group, User
from postroom.people.founding import AlreadyFoundedError, Founding, found
from postroom.triggers.shipped import ship_triggers
from postroom.web.access import administrator_required
from postroom.web.setup.forms import SetupForm

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """Show the set-up page to whoever has the one-time link, until it is done; then sign the administrator in."""
    if not may_set_up(token):
        raise Http404(_("The set-up is done, or this link is not valid."))
    form = SetupForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            administrator = _found(form.founding())
        except AlreadyFoundedError:
            return redirect("account_login")
        login(request, administrator, backend=_BACKEND)
        return redirect("first_steps")
    return render(request, "setup/set_up.html", {"form": form}, status=422 if form.errors else 200)


def _initial(request: HttpRequest) -> dict[str, str]:
    return {"language": request.LANGUAGE_CODE, "public_url": f"{request.scheme}://{request.get_host()}"}


def _found(founding: Founding) -> User:
    with override(founding.language), transaction.atomic():
        administrator = found(founding)
        ship_triggers()
    return administrator


@administrator_required
def first_steps(request: HttpRequest) -> HttpResponse:
    """Show what is left to do after the set-up."""
    return render(request, "setup/first_steps.html", {"items": _steps()})


def _steps() -> list[dict[str, Any]]:
    agents = User.objects.filter(roles__is_agent=True, active=True).distinct().count()
    return [
        {
            "title": _("Connect a mailbox"),
            "text": _("Its mail becomes tickets, and your answers leave by it."),
            "done": Channel.objects.exists(),
            "url": reverse("channel_connect"),
            "action": _("Connect"),
        },
        {
            "title": _("Make groups"),
            "text": _("One for each team; each has its sending address and its signature."),
            "done": Group.objects.count() > 1,
            "url": reverse("groups"),
            "action": _("Groups"),
        },
        {
            "title": _("Invite agents"),
            "text": _("They get a mail with a link to choose their password."),
            "done": agents > 1,
            "url": reverse("users"),
            "action": _("Users"),
        },
    ]
