"""The editor of one trigger. Its buttons post the whole form and get it back changed: no JavaScript is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from postroom.models import Trigger
from postroom.tickets.variables import VARIABLES
from postroom.triggers.editing import TriggerDraft, TriggerRefused, save_trigger
from postroom.web.access import administrator_required
from postroom.web.triggers import action_data, condition_data
from postroom.web.triggers.action_forms import ACTION_FORMS, ActionForm
from postroom.web.triggers.condition_rows import Offers, show_conditions
from postroom.web.triggers.listing import find
from postroom.web.triggers.matching import matching

_CALLS = 20


class NameForm(forms.Form):
    """What a trigger is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only for you and other administrators."),
    )


@dataclass(slots=True)
class Editor:
    """A trigger being edited."""

    names: NameForm
    conditions: dict[str, Any]
    actions: list[ActionForm]
    offers: Offers

    def draft(self) -> TriggerDraft | None:
        """Return what was entered, or None where a form found something to mend."""
        valid = [form.is_valid() for form in (self.names, *self.actions)]
        if not all(valid):
            return None
        actions = [form.to_action() for form in self.actions]
        return TriggerDraft(conditions=self.conditions, actions=actions, **self.names.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def trigger(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show, change and save a trigger."""
    found = find(pk) if pk is not None else None
    if request.method != "POST":
        return _page(request, found, _stored(found))
    button, editor = request.POST.get("do", "save"), _posted(request)
    if button == "count":
        return render(request, "triggers/_matching.html", {"matching": matching(editor.conditions)})
    if button != "save":
        return _page(request, found, _pressed(editor, button))
    draft = editor.draft()
    if draft is not None:
        try:
            saved = save_trigger(draft, found)
        except TriggerRefused as refusal:
            editor.names.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved.") if found else _("Saved. Switch it on in the list."))
            return redirect("trigger", saved.pk) if found else redirect("triggers")
    return _page(request, found, editor, status=422)


def _stored(found: Trigger | None) -> Editor:
    offers = Offers()
    if found is None:
        return Editor(NameForm(), {"all": [dict(condition_data.NEW_LEAF)]}, [], offers)
    names = NameForm(initial={"name": found.name, "note": found.note})
    return Editor(names, found.conditions, action_data.stored_forms(found.actions, offers), offers)


def _posted(request: HttpRequest) -> Editor:
    offers, data = Offers(), request.POST
    return Editor(NameForm(data), condition_data.read_conditions(data), action_data.posted_forms(data, offers), offers)


def _pressed(editor: Editor, button: str) -> Editor:
    condition_data.press(editor.conditions, button)
    names = NameForm(initial={name: editor.names[name].value() for name in editor.names.fields})
    return Editor(names, editor.conditions, action_data.press(editor.actions, button, editor.offers), editor.offers)


def _page(request: HttpRequest, found: Trigger | None, editor: Editor, status: int = 200) -> HttpResponse:
    context = {
        "trigger": found,
        "names": editor.names,
        "conditions": show_conditions(editor.conditions, editor.offers),
        "matching": matching(editor.conditions),
        "actions": editor.actions,
        "kinds": ACTION_FORMS.values(),
        "variables": sorted(VARIABLES),
        "calls": found.calls.order_by("-pk")[:_CALLS] if found else [],
    }
    return render(request, "triggers/trigger.html", context, status=status)
