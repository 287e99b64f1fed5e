"""Taking back a merge: what goes back and what stays, then doing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from postroom.models import MergedPerson
from postroom.people.merging.foresight import going_back
from postroom.people.merging.records import other_of
from postroom.people.merging.undo import KEPT_FOR, Separated, record_of, undo_merge
from postroom.people.refusals import MergeOver, Refusal
from postroom.web.access import administrator_required, signed_in
from postroom.web.users.naming import told_apart


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would go back, then make two people of one."""
    merged = get_object_or_404(MergedPerson.objects.select_related("by", "kept"), pk=pk)
    if request.method != "POST":
        return _show(request, merged)
    try:
        separated = undo_merge(signed_in(request), merged.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("user", merged.kept_id)
    messages.success(request, _said(separated))
    return redirect("user", separated.other.pk)


def _show(request: HttpRequest, merged: MergedPerson) -> HttpResponse:
    kept = merged.kept
    try:
        record = record_of(merged)
    except MergeOver as over:
        messages.error(request, str(over))
        return redirect("user", kept.pk)
    other = other_of(record)
    name, other_name = told_apart(kept, other)
    context = {
        "person": kept,
        "merged": merged,
        "other": other,
        "name": name,
        "other_name": other_name,
        "rows": going_back(kept, record),
        "until": merged.created_at + KEPT_FOR,
    }
    return render(request, "users/separate.html", context)


def _said(separated: Separated) -> str:
    if not separated.tickets:
        return _("The two are two people again.")
    return ngettext(
        "The two are two people again; %(count)d ticket went back.",
        "The two are two people again; %(count)d tickets went back.",
        separated.tickets,
    ) % {"count": separated.tickets}
