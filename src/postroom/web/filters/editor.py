"""The editor of one filter, with "try it on the last 100 mails" before it is switched on or even saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from postroom.intake.filters.editing import FilterDraft, FilterRefused, refuse_nonsense, save_filter
from postroom.intake.filters.trial import Trial, try_filter
from postroom.intake.filters.values import FilterFacts
from postroom.models import Filter
from postroom.web.access import administrator_required
from postroom.web.filters.forms import ActionsForm, NameForm
from postroom.web.filters.listing import find
from postroom.web.filters.vocabulary import ON_MAILS
from postroom.web.triggers import condition_data
from postroom.web.triggers.condition_rows import Offers, show_conditions

_MOMENT = 1.0
"""Seconds that counting while one types may take."""


@dataclass(slots=True)
class Editor:
    """A filter being edited."""

    names: NameForm
    conditions: dict[str, Any]
    for_new: ActionsForm
    for_follow_up: ActionsForm
    offers: Offers

    def draft(self) -> FilterDraft | None:
        """Return what was entered, or None where a form found something to mend."""
        valid = [form.is_valid() for form in (self.names, self.for_new, self.for_follow_up)]
        if not all(valid):
            return None
        return FilterDraft(
            conditions=self.conditions,
            for_new=self.for_new.to_actions(),
            for_follow_up=self.for_follow_up.to_actions(),
            **self.names.cleaned_data,
        )


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def editor(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show, change, try and save a filter."""
    found = find(pk) if pk is not None else None
    if request.method != "POST":
        return _page(request, found, _stored(found))
    button, edited = request.POST.get("do", "save"), _posted(request)
    if button == "try":
        return _tried(request, found, edited)
    if button == "count":
        return render(request, "filters/_count.html", {"trial": _counted(edited)})
    if button != "save":
        condition_data.press(edited.conditions, button, ON_MAILS)
        # What is missing matters when it is saved, and not before.
        edited.names = NameForm(initial={name: edited.names[name].value() for name in edited.names.fields})
        return _page(request, found, edited)
    draft = edited.draft()
    if draft is not None:
        try:
            saved = save_filter(draft, found)
        except FilterRefused as refusal:
            edited.names.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved.") if found else _("Saved. Try it, then switch it on in the list."))
            return redirect("filter", saved.pk)
    return _page(request, found, edited, status=422)


def _tried(request: HttpRequest, found: Filter | None, edited: Editor) -> HttpResponse:
    try:
        refuse_nonsense(edited.conditions)
    except FilterRefused as refusal:
        edited.names.is_valid()
        edited.names.add_error(None, str(refusal))
        return _page(request, found, edited, status=422)
    return _page(request, found, edited, trial=try_filter(FilterFacts("", edited.conditions, {}, {})))


def _counted(edited: Editor) -> Trial | None:
    """What came of the conditions in a moment; None while they are not complete."""
    try:
        refuse_nonsense(edited.conditions)
    except FilterRefused:
        return None
    return try_filter(FilterFacts("", edited.conditions, {}, {}), seconds=_MOMENT)


def _stored(found: Filter | None) -> Editor:
    offers = Offers(ON_MAILS)
    if found is None:
        new = {"all": [dict(ON_MAILS.new_leaf)]}
        return Editor(NameForm(), new, _actions(None, "new", offers, {}), _actions(None, "more", offers, {}), offers)
    names = NameForm(initial={"name": found.name, "note": found.note, "stop": found.stop})
    for_new = _actions(None, "new", offers, found.for_new)
    return Editor(names, found.conditions, for_new, _actions(None, "more", offers, found.for_follow_up), offers)


def _posted(request: HttpRequest) -> Editor:
    offers, data = Offers(ON_MAILS), request.POST
    conditions = condition_data.read_conditions(data, words=ON_MAILS)
    for_new, for_follow_up = _actions(data, "new", offers, {}), _actions(data, "more", offers, {})
    return Editor(NameForm(data), conditions, for_new, for_follow_up, offers)


def _actions(data: Any, prefix: str, offers: Offers, stored: dict[str, Any]) -> ActionsForm:
    return ActionsForm(data, prefix, offers, stored)


def _page(
    request: HttpRequest, found: Filter | None, edited: Editor, status: int = 200, trial: Trial | None = None
) -> HttpResponse:
    context = {
        "filter": found,
        "names": edited.names,
        "conditions": show_conditions(edited.conditions, edited.offers),
        "for_new": edited.for_new,
        "for_follow_up": edited.for_follow_up,
        "trial": trial,
    }
    return render(request, "filters/filter.html", context, status=status)
