"""The editor of one scheduled job. Its buttons post the whole form and get it back changed: no JavaScript is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from postroom.conditions.fields import FIELDS, ValueKind
from postroom.configuration import configuration
from postroom.models import ScheduledJob
from postroom.tickets.variables import VARIABLES
from postroom.triggers.scheduled.editing import ScheduledJobDraft, ScheduledJobRefused, save_scheduled_job
from postroom.web.access import administrator_required
from postroom.web.scheduled_jobs.forms import SCHEDULED_FORMS, ScheduleForm
from postroom.web.triggers import action_data, condition_data
from postroom.web.triggers.action_forms import ActionForm
from postroom.web.triggers.condition_rows import Offers, show_conditions
from postroom.web.triggers.matching import matching
from postroom.web.triggers.vocabulary import Vocabulary

_OF_TICKETS = {name: field for name, field in FIELDS.items() if field.path and field.kind is not ValueKind.SEARCHED}
ON_SCHEDULE = Vocabulary(
    _OF_TICKETS,
    _OF_TICKETS.get,
    {"field": "ticket.state", "op": "is", "value": ["new", "open"]},
    without=frozenset({"matches"}),
    deepest=3,
)


@dataclass(slots=True)
class Editor:
    """A scheduled job being edited."""

    form: ScheduleForm
    conditions: dict[str, Any]
    actions: list[ActionForm]
    offers: Offers

    def draft(self) -> ScheduledJobDraft | None:
        """Return what was entered, or None where a form found something to mend."""
        valid = [form.is_valid() for form in (self.form, *self.actions)]
        if not all(valid):
            return None
        actions = [form.to_action() for form in self.actions]
        return ScheduledJobDraft(conditions=self.conditions, actions=actions, **self.form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def scheduled_job(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show, change and save a scheduled job."""
    found = get_object_or_404(ScheduledJob, pk=pk) if pk is not None else None
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
            save_scheduled_job(draft, found)
        except ScheduledJobRefused as refusal:
            editor.form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved.") if found else _("Saved. Switch it on in the list."))
            return redirect("scheduled_jobs")
    return _page(request, found, editor, status=422)


def _stored(found: ScheduledJob | None) -> Editor:
    offers = Offers(ON_SCHEDULE)
    if found is None:
        form = ScheduleForm(initial={"weekdays": [1, 2, 3, 4, 5], "hours": [7]})
        return Editor(form, {"all": [dict(ON_SCHEDULE.new_leaf)]}, [], offers)
    form = ScheduleForm(initial={name: getattr(found, name) for name in ScheduleForm.base_fields})
    return Editor(form, found.conditions, action_data.stored_forms(found.actions, offers, SCHEDULED_FORMS), offers)


def _posted(request: HttpRequest) -> Editor:
    offers, data = Offers(ON_SCHEDULE), request.POST
    conditions = condition_data.read_conditions(data, words=ON_SCHEDULE)
    return Editor(ScheduleForm(data), conditions, action_data.posted_forms(data, offers, SCHEDULED_FORMS), offers)


def _pressed(editor: Editor, button: str) -> Editor:
    condition_data.press(editor.conditions, button, ON_SCHEDULE)
    actions = action_data.press(editor.actions, button, editor.offers, SCHEDULED_FORMS)
    return Editor(ScheduleForm(initial=editor.form.as_entered()), editor.conditions, actions, editor.offers)


def _page(request: HttpRequest, found: ScheduledJob | None, editor: Editor, status: int = 200) -> HttpResponse:
    context = {
        "job": found,
        "form": editor.form,
        "conditions": show_conditions(editor.conditions, editor.offers),
        "matching": matching(editor.conditions),
        "actions": editor.actions,
        "kinds": SCHEDULED_FORMS.values(),
        "variables": sorted(VARIABLES),
        "time_zone": configuration().time_zone,
    }
    return render(request, "scheduled_jobs/scheduled_job.html", context, status=status)
