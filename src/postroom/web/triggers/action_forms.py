"""A form for each action of a trigger."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from postroom.mail.html import make_safe
from postroom.models import TicketState
from postroom.models.tickets import PENDING_STATES
from postroom.web.triggers.condition_rows import Offers

_NOBODY = "0"


class ActionForm(forms.Form):
    """What all of them have: `action` is its name in the trigger."""

    action: ClassVar[str]
    title: ClassVar[str | Promise]
    icon: ClassVar[str]
    takes_variables: ClassVar[bool] = False

    def offer(self, offers: Offers) -> None:
        """Fill choices that stand in the database."""

    @classmethod
    def initial_of(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form shows of a stored action."""
        return values

    def to_action(self) -> dict[str, Any]:
        """Return the action to store."""
        return {"action": self.action, **self.cleaned_data}


class ChangeForm(ActionForm):
    """Change the ticket."""

    action, title, icon = "change", _("Change the ticket"), "edit"
    more_owners: ClassVar[tuple[tuple[str, str | Promise], ...]] = ()

    state = forms.ChoiceField(label=_("State"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    pending_minutes = forms.FloatField(
        label=_("Pending for (minutes)"),
        required=False,
        min_value=1,
        max_value=10**7,
        help_text=_("Needed for the two pending states."),
    )

    def offer(self, offers: Offers) -> None:
        """Fill the selects."""
        states = [item for item in offers.of("state") if item[0] != TicketState.MERGED]
        nobody = (_NOBODY, str(_("nobody")))
        for name, choices in {
            "state": states,
            "priority": offers.of("priority"),
            "group": offers.of("group"),
            "owner": [nobody, *((value, str(label)) for value, label in self.more_owners), *offers.of("agent")],
        }.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", str(_("leave as it is"))), *choices]

    @classmethod
    def initial_of(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form shows of a stored action."""
        shown = {name: str(value) for name, value in values.items() if value is not None}
        if "owner" in values and not values["owner"]:
            shown["owner"] = _NOBODY
        return shown

    def clean(self) -> dict[str, Any]:
        """Demand that something changes, and a time for a pending state."""
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors and not any(value not in ("", None) for value in cleaned.values()):
            raise ValidationError(_("Choose what to change."))
        if cleaned.get("state") in PENDING_STATES and not cleaned.get("pending_minutes"):
            self.add_error("pending_minutes", _("Enter how long the ticket is to be pending."))
        return cleaned

    def to_action(self) -> dict[str, Any]:
        """Return only what is to be changed."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        for name in ("priority", "group", "owner"):
            if name in chosen:
                chosen[name] = int(chosen[name]) or None
        return {"action": self.action, **chosen}


class TagsForm(ActionForm):
    """Add and take away tags."""

    action, title, icon = "tags", _("Tags"), "tag"

    add = forms.CharField(label=_("Add"), required=False, help_text=_("Separated by commas."))
    remove = forms.CharField(label=_("Take away"), required=False)

    @classmethod
    def initial_of(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form shows of a stored action."""
        return {name: ", ".join(values.get(name, [])) for name in ("add", "remove")}

    def clean(self) -> dict[str, Any]:
        """Demand at least one tag."""
        super().clean()
        if not any(self.cleaned_data.values()):
            raise ValidationError(_("Name at least one tag."))
        return self.cleaned_data

    def to_action(self) -> dict[str, Any]:
        """Return the tags as lists."""
        return {"action": self.action} | {
            name: [tag.strip()[:100] for tag in self.cleaned_data[name].split(",") if tag.strip()]
            for name in ("add", "remove")
        }


class MailForm(ActionForm):
    """Send a mail."""

    action, title, icon, takes_variables = "mail", _("Send a mail"), "mail", True
    KNOWN = (
        ("customer", _("the customer")),
        ("owner", _("the owner")),
        ("group", _("everybody who works in the group")),
    )

    to = forms.MultipleChoiceField(label=_("To"), required=False, choices=KNOWN, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(label=_("Other addresses"), required=False, help_text=_("Separated by commas."))
    subject = forms.CharField(label=_("Subject"), max_length=500)
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono", "spellcheck": "false"}),
        help_text=_("HTML, such as <p> and <br>, with variables."),
    )

    @classmethod
    def initial_of(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form shows of a stored action."""
        known = {name for name, _label in cls.KNOWN}
        to = values.get("to", [])
        others = ", ".join(name for name in to if name not in known)
        return {**values, "to": [name for name in to if name in known], "others": others}

    def clean_others(self) -> list[str]:
        """Return the addresses."""
        found = [word for word in re.split(r"[\s,;]+", self.cleaned_data["others"]) if word]
        for address in found:
            validate_email(address)
        return found

    def clean_body(self) -> str:
        """Return the HTML made safe."""
        return make_safe(self.cleaned_data["body"]).html

    def clean(self) -> dict[str, Any]:
        """Demand a recipient."""
        super().clean()
        if not self.errors and not self.cleaned_data["to"] and not self.cleaned_data["others"]:
            self.add_error("to", _("Enter at least one recipient."))
        return self.cleaned_data

    def to_action(self) -> dict[str, Any]:
        """Return all recipients in one list."""
        cleaned = self.cleaned_data
        to = [*cleaned["to"], *cleaned["others"]]
        return {"action": self.action, "to": to, "subject": cleaned["subject"], "body": cleaned["body"]}


class NoteForm(ActionForm):
    """Write a note."""

    action, title, icon, takes_variables = "note", _("Write a note"), "file", True

    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}))
    internal = forms.BooleanField(label=_("Only for people who work here"), required=False, initial=True)

    @classmethod
    def initial_of(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Return what the form shows of a stored action; a note is internal unless it says otherwise."""
        return {"internal": True, **values}


class WebhookForm(ActionForm):
    """Call a webhook."""

    action, title, icon = "webhook", _("Call a webhook"), "globe"

    url = forms.URLField(
        label=_("Address"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("It gets the event, the ticket and the article as JSON by POST."),
    )

    def clean_url(self) -> str:
        """Refuse what is no web address."""
        url = str(self.cleaned_data["url"])
        if not url.lower().startswith(("https://", "http://")):
            raise ValidationError(_("The address begins with https:// or http://."))
        return url


ACTION_FORMS: dict[str, type[ActionForm]] = {
    form.action: form for form in (ChangeForm, TagsForm, MailForm, NoteForm, WebhookForm)
}
