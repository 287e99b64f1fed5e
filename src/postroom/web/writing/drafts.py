"""Keeping what somebody writes, as they write."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postroom.models import Draft
from postroom.tickets.unsent import DraftOutdated, discard_draft, save_draft
from postroom.web.access import agent_required
from postroom.web.tickets.going import go_to
from postroom.web.tickets.writing import DRAFTED
from postroom.web.writing.place import place_of

LONGEST = 5_000_000
"""Characters of one field; a mail's quote with its images is far below."""


@require_POST
@agent_required
def save(request: HttpRequest) -> HttpResponse:
    """Keep the fields of the form; 409 where another window has saved or sent meanwhile."""
    place = place_of(request, request.POST)
    values = {name: request.POST[name] for name in DRAFTED if name in request.POST}
    if any(len(value) > LONGEST for value in values.values()):
        return JsonResponse({"text": _("This text is too long to be kept as a draft.")}, status=413)
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 9 else 0
    try:
        draft = save_draft(place, values, version=seen, force=bool(request.POST.get("force")))
    except DraftOutdated as outdated:
        return JsonResponse({"text": _outdated(outdated.draft)}, status=409)
    return JsonResponse({"version": draft.version, "text": saved_words(draft.saved_at)})


@require_POST
@agent_required
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away."""
    place = place_of(request, request.POST)
    discard_draft(place)
    if place.ticket is None:
        return go_to(request, "ticket_new")
    return go_to(request, "ticket", place.ticket.pk)


def saved_words(saved_at: datetime.datetime) -> str:
    """Return since when a draft is kept, in words."""
    return _("Draft from %(time)s") % {"time": _time(saved_at)}


def _outdated(draft: Draft | None) -> str:
    if draft is None:
        return _("What you began here was sent or discarded in another window.")
    return _("In another window this draft was changed at %(time)s.") % {"time": _time(draft.saved_at)}


def _time(saved_at: datetime.datetime) -> str:
    saved = localtime(saved_at)
    return date_format(saved, "TIME_FORMAT" if saved.date() == localtime().date() else "SHORT_DATETIME_FORMAT")
