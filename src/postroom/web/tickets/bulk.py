"""Changing many tickets at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from postroom.models import Level, User
from postroom.tickets.access import group_ids, groups, owners_in, visible_tickets
from postroom.tickets.act import acting
from postroom.tickets.changing import ChangeRefused, change
from postroom.tickets.locking import locked
from postroom.web.access import agent_required, signed_in
from postroom.web.tickets.forms import BulkForm

_MOST = 200


@agent_required
@require_POST
def change_many(request: HttpRequest) -> HttpResponse:
    """Change every chosen ticket that the person may change, each in a transaction of its own."""
    user = signed_in(request)
    changeable = group_ids(user, Level.CHANGE)
    form = BulkForm(request.POST, groups=list(groups(user, Level.CHANGE)), owners=list(owners_in(changeable)))
    chosen = [int(pk) for pk in request.POST.getlist("ticket")[:_MOST] if pk.isdigit()]
    mine = visible_tickets(user, Level.CHANGE).filter(pk__in=chosen).values_list("pk", flat=True)
    if not form.is_valid() or not form.wanted():
        messages.warning(request, _("Choose what to change."))
    else:
        _say(request, *_change(user, sorted(mine), form.wanted()), left_out=len(chosen) - len(mine))
    return redirect(_back(request))


def _change(user: User, pks: list[int], wanted: dict[str, Any]) -> tuple[int, list[str]]:
    done, refused = 0, []
    for pk in pks:
        try:
            with acting(user, "web") as act:
                ticket = locked(pk)
                change(act, ticket, **wanted)
            done += 1
        except ChangeRefused as refusal:
            refused.append(f"#{ticket.number}: {refusal}")
    return done, refused


def _say(request: HttpRequest, done: int, refused: list[str], *, left_out: int) -> None:
    if done:
        text = ngettext("%(count)d ticket changed.", "%(count)d tickets changed.", done)
        messages.success(request, text % {"count": done})
    for sentence in refused[:3]:
        messages.error(request, sentence)
    if left_out > 0:
        text = ngettext(
            "You may not change %(count)d of these tickets.", "You may not change %(count)d of these tickets.", left_out
        )
        messages.error(request, text % {"count": left_out})


def _back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else reverse("tickets")
