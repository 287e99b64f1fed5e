"""Taking back what one did: by the message that says it was done, or later from the list of what one did lately."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from postroom.models import Ticket, Undoable, UndoKind, User
from postroom.tickets.access import visible_tickets
from postroom.tickets.act import acting
from postroom.tickets.undoables import recent
from postroom.tickets.undoing import take_back
from postroom.web.access import agent_required, signed_in
from postroom.web.going_back import safe_address

_MOST = 30
_NAMED = 5


def offer_undo(request: HttpRequest, text: str, entry: Undoable | None, back: str = "") -> None:
    """Say what was done, with a button that takes it back where there is something to take back, and leads `back`."""
    if entry is None:
        messages.success(request, text)
        return
    values = {"text": text, "entry": entry, "token": get_token(request), "next": request.POST.get("next", back)}
    messages.success(request, SafeString(render_to_string("tickets/undo_offer.html", values).strip()))


@agent_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one of the person's own doings."""
    user = signed_in(request)
    # Nothing follows from it: what triggers did the first time cannot be taken back by doing it once more.
    with acting(user, "web", silent=True) as act:
        undone = take_back(act, user, pk)
    if undone is None:
        messages.warning(request, _("This was taken back already, or is too long ago."))
    else:
        _say(request, undone.done, undone.refused)
    return redirect(safe_address(request, request.POST.get("next", ""), "tickets_done"))


def _say(request: HttpRequest, done: int, refused: Sequence[str]) -> None:
    if done:
        text = ngettext("Taken back for %(count)d ticket.", "Taken back for %(count)d tickets.", done)
        messages.success(request, text % {"count": done})
    for sentence in refused[:_NAMED]:
        messages.warning(request, sentence)
    if len(refused) > _NAMED:
        rest = len(refused) - _NAMED
        text = ngettext("… and %(count)d more ticket.", "… and %(count)d more tickets.", rest)
        messages.warning(request, text % {"count": rest})


@agent_required
@require_safe
def done_lately(request: HttpRequest) -> HttpResponse:
    """List what the person did in the last day and can take back."""
    user = signed_in(request)
    entries = list(recent(user)[:_MOST])
    named = _tickets(user, entries)
    rows = [(entry, [named[pk] for pk in _ids(entry)[:_NAMED] if pk in named], len(_ids(entry))) for entry in entries]
    return render(request, "tickets/done.html", {"rows": rows})


def _tickets(user: User, entries: Sequence[Undoable]) -> dict[int, Ticket]:
    """Those tickets of the entries that the person may read (still). One statement."""
    wanted = {pk for entry in entries for pk in _ids(entry)[:_NAMED]}
    return {ticket.pk: ticket for ticket in visible_tickets(user).filter(pk__in=wanted)}


def _ids(entry: Undoable) -> list[int]:
    payload: dict[str, Any] = entry.payload
    if entry.kind == UndoKind.MERGE:
        return [payload["source"], payload["target"]]
    return [row["ticket_id"] for row in payload["tickets"]]
