"""Changing many tickets at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from postroom.models import Level, TicketState, Undoable, User
from postroom.tickets.access import group_ids, groups, owners_in, visible_tickets
from postroom.tickets.act import acting
from postroom.tickets.changing import ChangeRefused, change
from postroom.tickets.locking import locked
from postroom.tickets.overviews import overviews_for
from postroom.tickets.undoing import changed, keep
from postroom.web.access import agent_required, signed_in
from postroom.web.going_back import safe_address
from postroom.web.tickets.bulk_macro import run_on_all
from postroom.web.tickets.filtering import narrowed
from postroom.web.tickets.forms import BulkForm
from postroom.web.tickets.listing import find, tickets_of
from postroom.web.tickets.undoing import offer_undo

_MOST = 500
_CLOSE, _MACRO = "close", "macro"


@agent_required
@require_POST
def change_many(request: HttpRequest) -> HttpResponse:
    """Change every chosen ticket that the person may change, each in a transaction of its own."""
    user = signed_in(request)
    changeable = group_ids(user, Level.CHANGE)
    form = BulkForm(request.POST, groups=list(groups(user, Level.CHANGE)), owners=list(owners_in(changeable)))
    wanted, back = _wanted(request, form), redirect(safe_address(request, request.POST.get("next", ""), "tickets"))
    macro = request.POST.get("do") == _MACRO
    if not wanted and not macro:
        messages.warning(request, _("Choose what to change."))
        return back
    chosen = _chosen(request, user)
    mine = list(visible_tickets(user, Level.CHANGE).filter(pk__in=chosen[:_MOST]).order_by("pk"))
    if macro:
        run_on_all(request, mine)
    else:
        _say(request, _change(user, [ticket.pk for ticket in mine], wanted))
    _say_left_out(request, len(chosen[:_MOST]) - len(mine))
    if len(chosen) > _MOST:
        text = _("That was the first %(count)d tickets: so many are changed at once. Do it again for the next ones.")
        messages.warning(request, text % {"count": _MOST})
    return back


@dataclass(slots=True)
class Done:
    """What became of the chosen tickets."""

    count: int = 0
    refused: list[str] = field(default_factory=list)
    undo: Undoable | None = None


def _wanted(request: HttpRequest, form: BulkForm) -> dict[str, Any]:
    if request.POST.get("do") == _CLOSE:
        return {"state": TicketState.CLOSED}
    return form.wanted() if form.is_valid() else {}


def _chosen(request: HttpRequest, user: User) -> list[int]:
    """The ticked ones, or as many of the whole list as are changed at once and one more; Http404 for no such list."""
    if "all" not in request.POST:
        return [int(pk) for pk in request.POST.getlist("ticket")[: _MOST + 1] if pk.isdecimal() and len(pk) < 19]
    query = QueryDict(request.POST.get("query", ""))
    found = narrowed(tickets_of(find(overviews_for(user), query.get("overview", "open")), user)[0], query)
    return list(found.order_by("-updated_at", "-pk").values_list("pk", flat=True)[: _MOST + 1])


def _change(user: User, pks: list[int], wanted: dict[str, Any]) -> Done:
    done, kept = Done(), []
    for pk in pks:
        try:
            with acting(user, "web") as act:
                ticket = locked(pk)
                closed_before = ticket.closed_at
                kept.append(changed(ticket, change(act, ticket, **wanted), closed_before))
            done.count += 1
        except ChangeRefused as refusal:
            done.refused.append(f"#{ticket.number}: {refusal}")
    done.undo = keep(user, kept)
    return done


def _say(request: HttpRequest, done: Done) -> None:
    if done.count:
        text = ngettext("%(count)d ticket changed.", "%(count)d tickets changed.", done.count)
        offer_undo(request, text % {"count": done.count}, done.undo)
    for sentence in done.refused[:3]:
        messages.error(request, sentence)


def _say_left_out(request: HttpRequest, left_out: int) -> None:
    if left_out > 0:
        text = ngettext(
            "You may not change %(count)d of these tickets.", "You may not change %(count)d of these tickets.", left_out
        )
        messages.error(request, text % {"count": left_out})
