"""The editor of one overview. Its buttons post the whole form and get it back changed: no JavaScript is needed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from postroom.conditions.personal import personal
from postroom.models import Level, StoredOverview, User
from postroom.tickets.access import group_ids, visible_tickets
from postroom.tickets.overview_editing import OverviewDraft, OverviewRefused, save_overview
from postroom.web.access import agent_required, signed_in
from postroom.web.overviews.finding import changeable, owner_of_new
from postroom.web.overviews.forms import OverviewForm, SharedForm, initial_of
from postroom.web.overviews.navigation import address_of
from postroom.web.overviews.vocabulary import ON_LISTS, offers_for
from postroom.web.triggers import condition_data
from postroom.web.triggers.condition_rows import Offers, show_conditions
from postroom.web.triggers.matching import Matching, matching


@dataclass(slots=True)
class Editor:
    """An overview being edited."""

    row: StoredOverview | None
    owner: User | None
    form: OverviewForm
    conditions: dict[str, Any]
    offers: Offers

    @property
    def shared(self) -> bool:
        """Whether it is for others."""
        return self.owner is None


@require_http_methods(["GET", "HEAD", "POST"])
@agent_required
def new(request: HttpRequest) -> HttpResponse:
    """Make an overview of one's own."""
    return _edit(request, None, owner_of_new(request, shared=False))


@require_http_methods(["GET", "HEAD", "POST"])
@agent_required
def new_shared(request: HttpRequest) -> HttpResponse:
    """Make an overview for others."""
    return _edit(request, None, owner_of_new(request, shared=True))


@require_http_methods(["GET", "HEAD", "POST"])
@agent_required
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change an overview."""
    row = changeable(request, pk)
    return _edit(request, row, row.owner)


def _edit(request: HttpRequest, row: StoredOverview | None, owner: User | None) -> HttpResponse:
    editor = _editor(request, row, owner)
    if request.method != "POST":
        return _page(request, editor)
    button = request.POST.get("do", "save")
    if button == "count":
        return render(request, "triggers/_matching.html", {"matching": _matching(request, editor)})
    if button != "save":
        condition_data.press(editor.conditions, button, ON_LISTS)
        return _page(request, replace(editor, form=_unsaid(editor.form)))
    if not editor.form.is_valid():
        return _page(request, editor, status=422)
    try:
        saved = save_overview(OverviewDraft(conditions=editor.conditions, **editor.form.cleaned_data), owner, row)
    except OverviewRefused as refusal:
        editor.form.add_error(None, str(refusal))
        return _page(request, editor, status=422)
    return _saved(request, saved)


def _unsaid(form: OverviewForm) -> OverviewForm:
    """Return the form as it was filled in so far: what is missing matters when it is saved, and not before."""
    return type(form)(initial={name: form[name].value() for name in form.fields})


def _saved(request: HttpRequest, row: StoredOverview) -> HttpResponse:
    messages.success(request, _("Saved."))
    if not row.counted:
        messages.info(request, _("Counting its tickets takes too long, so it is shown without a number."))
    return redirect("overviews_shared") if row.owner_id is None else redirect(address_of(str(row.pk)))


def _editor(request: HttpRequest, row: StoredOverview | None, owner: User | None) -> Editor:
    offers = offers_for(signed_in(request), everything=owner is None)
    kind = SharedForm if owner is None else OverviewForm
    if request.method == "POST":
        conditions = condition_data.read_conditions(request.POST, words=ON_LISTS)
        return Editor(row, owner, kind(request.POST), conditions, offers)
    conditions = row.conditions if row else {"all": [dict(ON_LISTS.new_leaf)]}
    return Editor(row, owner, kind(initial=initial_of(row, shared=owner is None)), conditions, offers)


def _matching(request: HttpRequest, editor: Editor) -> Matching:
    """Nobody learns by counting of tickets that they may not see."""
    user = signed_in(request)
    conditions = personal(editor.conditions, user.pk, group_ids(user, Level.CHANGE))
    return matching(conditions, visible_tickets(user, Level.OVERVIEW))


def _page(request: HttpRequest, editor: Editor, status: int = 200) -> HttpResponse:
    context = {
        "overview": editor.row,
        "shared": editor.shared,
        "form": editor.form,
        "conditions": show_conditions(editor.conditions, editor.offers),
        "matching": _matching(request, editor),
        "no_condition": _("No condition: every ticket is included."),
    }
    return render(request, "overviews/overview.html", context, status=status)
