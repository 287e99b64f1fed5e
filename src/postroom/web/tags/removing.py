"""Asking, then deleting a tag."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from postroom.models import Tag, Ticket
from postroom.tickets.tagging.verbs import TagRefused, delete_tag
from postroom.web.access import administrator_required
from postroom.web.tags.pages import tickets_changed
from postroom.web.tags.uses import search_for, shown_uses


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the tag from all tickets and from the list."""
    found = get_object_or_404(Tag, pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            changed = delete_tag(found)
        except TagRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, " ".join((_("The tag is deleted."), tickets_changed(changed))))
            return redirect("tags")
    tickets = Ticket.objects.filter(tags__contains=[found.name]).count()
    context = {
        "tag": found,
        "tickets": tickets,
        "uses": shown_uses(found),
        "refusal": refusal,
        "search": search_for(found),
    }
    return render(request, "tags/remove.html", context, status=422 if refusal else 200)
