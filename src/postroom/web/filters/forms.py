"""Forms of a filter: its name, and what it sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.models import TicketState
from postroom.models.tickets import PENDING_STATES
from postroom.web.triggers.condition_rows import Offers

_IDS = ("group", "owner")
_CAPTURED = _("or by a captured value")


class NameForm(forms.Form):
    """What a filter is called, and whether others are asked after it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only for you and other administrators."),
    )
    stop = forms.BooleanField(
        label=_("If it matches, ask no further filters"),
        required=False,
    )


class ActionsForm(forms.Form):
    """What is set. Text fields take captured values: `#{capture.name}` of a group `(?P<name>...)`."""

    discard = forms.BooleanField(
        label=_("Discard the mail"),
        required=False,
        help_text=_("No ticket comes of it. The mail stays in the ledger, marked as ignored, and can be downloaded."),
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    group_named = forms.CharField(label=_CAPTURED, required=False, max_length=200, help_text=_("A group's name."))
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    owner_named = forms.CharField(
        label=_CAPTURED, required=False, max_length=200, help_text=_("An agent's name or address.")
    )
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    priority_named = forms.CharField(
        label=_CAPTURED, required=False, max_length=200, help_text=_("low, normal, high, or 1 to 3.")
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    pending_minutes = forms.FloatField(label=_("Pending for (minutes)"), required=False, min_value=1, max_value=10**7)
    title = forms.CharField(label=_("Title"), required=False, max_length=300)
    customer = forms.CharField(label=_("Customer"), required=False, max_length=300, help_text=_("An e-mail address."))
    tags = forms.CharField(label=_("Add tags"), required=False, help_text=_("Separated by commas."))
    internal = forms.BooleanField(label=_("Only for people who work here"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, prefix: str, offers: Offers, stored: Mapping[str, Any]) -> None:
        super().__init__(data, prefix=prefix, initial=_shown(stored))
        states = [item for item in offers.of("state") if item[0] != TicketState.MERGED]
        choices = {"state": states, "priority": offers.of("priority")}
        choices |= {"group": offers.of("group"), "owner": offers.of("agent")}
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", str(_("leave as it is"))), *offered]

    def clean(self) -> dict[str, Any]:
        """Demand a time for a pending state."""
        super().clean()
        if self.cleaned_data.get("state") in PENDING_STATES and not self.cleaned_data.get("pending_minutes"):
            self.add_error("pending_minutes", _("Enter how long the ticket is to be pending."))
        return self.cleaned_data

    def to_actions(self) -> dict[str, Any]:
        """Return what `intake.filters.actions` reads."""
        cleaned = self.cleaned_data
        if cleaned["discard"]:
            return {"discard": True}
        set_ = {name: value for name, value in cleaned.items() if value and not name.endswith("_named")}
        set_ |= {name: int(set_[name]) for name in _IDS if name in set_}
        set_ |= {
            name.removesuffix("_named"): value for name, value in cleaned.items() if value and name.endswith("_named")
        }
        if "tags" in set_:
            set_["tags"] = [tag.strip() for tag in set_["tags"].split(",") if tag.strip()]
        return set_


def _shown(stored: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(stored)
    for name in ("group", "owner", "priority"):
        value = stored.get(name)
        if isinstance(value, str) and not value.isdecimal():
            shown[f"{name}_named"] = shown.pop(name)
    if "tags" in stored:
        shown["tags"] = ", ".join(stored["tags"])
    return shown
