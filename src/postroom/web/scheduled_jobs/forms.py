"""The forms of a scheduled job: its name and hours; its actions are those of triggers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from postroom.triggers.actions import SCHEDULED_ACTIONS
from postroom.web.triggers.action_forms import ACTION_FORMS

SCHEDULED_FORMS = {name: form for name, form in ACTION_FORMS.items() if name in SCHEDULED_ACTIONS}
_DAYS = [(number + 1, name) for number, name in WEEKDAYS.items()]
_HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class ScheduleForm(forms.Form):
    """What a scheduled job is called and when it runs."""

    name = forms.CharField(label=_("Name"), max_length=200)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only for you and other administrators."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days"), coerce=int, choices=_DAYS, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.TypedMultipleChoiceField(
        label=_("At these hours"),
        coerce=int,
        choices=_HOURS,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-columns"}),
    )
    most = forms.IntegerField(
        label=_("Tickets at most"),
        min_value=1,
        max_value=100_000,
        initial=500,
        help_text=_("In one run. The others come with the next one, if they still fit."),
    )

    def as_entered(self) -> dict[str, Any]:
        """Return what stands in the form, valid or not."""
        return {name: self[name].value() for name in self.fields}
