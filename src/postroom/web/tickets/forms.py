"""What agents fill in on the ticket page and in the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.models import Group, Priority, Ticket, TicketState, User
from postroom.tickets.access import possible_owners
from postroom.web.tickets.fields import AtOnce, TagsField, time_field
from postroom.web.tickets.tag_choice import refuse_new_tags

STATES = [(value, capfirst(label)) for value, label in TicketState.choices if value != TicketState.MERGED]
WITHOUT_TIME = [choice for choice in STATES if not choice[0].startswith("pending")]
PRIORITIES = [(value, capfirst(label)) for value, label in Priority.choices]
NOBODY = "nobody"
_KEYS = {"state": "s", "owner": "o", "group": "m", "priority": "p", "tags": "t"}
"""Letters that lead to a field of the ticket."""
Selection = tuple[StrOrPromise, list[tuple[Any, Any]]]
"""Its label, and value and label of each choice."""
NAMED = ("name", "email")
"""The fields by which people are named."""


class TicketForm(forms.Form):
    """The attributes of a ticket. Only what was sent is changed: a form that shows less takes nothing away."""

    state = forms.ChoiceField(label=_("State"), choices=STATES)
    pending_until = time_field(_("Pending until"))
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False, empty_label=_("nobody"))
    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group"), empty_label=None)
    priority = forms.TypedChoiceField(label=_("Priority"), choices=PRIORITIES, coerce=int)
    tags = TagsField(label=_("Tags"), required=False, help_text=_("Separated by commas."))
    title = forms.CharField(label=_("Title"), max_length=100_000)

    def __init__(self, data: QueryDict | None = None, *, ticket: Ticket, groups: QuerySet[Group], by: User) -> None:
        self._by = by
        initial: dict[str, Any] = {
            name: getattr(ticket, name) for name in ("title", "state", "pending_until", "priority", "tags")
        }
        super().__init__(data, initial={**initial, "group": ticket.group_id, "owner": ticket.owner_id})
        _offer(self.fields["group"], groups | Group.objects.filter(pk=ticket.group_id))
        _offer(self.fields["owner"], self._owners(ticket))
        for name, key in _KEYS.items():
            field = self.fields[name]
            field.widget.attrs |= {"data-shortcut": key, "data-shortcut-label": field.label}
        if self.is_bound:
            self.fields = {name: field for name, field in self.fields.items() if name in self.data}

    def clean_tags(self) -> list[str]:
        """Refuse tags that are not in the list, where agents may only choose; those the ticket has may stay."""
        tags: list[str] = self.cleaned_data["tags"]
        refuse_new_tags(self._by, tags, self.initial["tags"])
        return tags

    def _owners(self, ticket: Ticket) -> QuerySet[User]:
        """Owners of the group that is chosen now; the verb says whom another group would not take."""
        wanted = str(self.data.get("group", ""))
        group = Group.objects.filter(pk=int(wanted)).first() if wanted.isdigit() else None
        return possible_owners(group or ticket.group).only(*NAMED)


def bulk_selections(groups: Iterable[Group], owners: Iterable[User]) -> dict[str, Selection]:
    """Return what many tickets can be changed to, by the names of the fields of `BulkForm`.

    Every list shows them, and to make a form for it takes longer than its rows.
    """
    people = ((owner.pk, str(owner)) for owner in owners)
    return {
        "state": (_("State"), [("", _("State")), *WITHOUT_TIME]),
        "owner": (_("Owner"), [("", _("Owner")), (NOBODY, _("nobody")), *people]),
        "group": (_("Group"), [("", _("Group")), *((group.pk, group.name) for group in groups)]),
        "priority": (_("Priority"), [("", _("Priority")), *PRIORITIES]),
    }


class BulkForm(forms.Form):
    """A change of many tickets: what is left empty stays as it is in each."""

    def __init__(self, *args: Any, groups: list[Group], owners: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owners = {str(owner.pk): owner for owner in owners}
        known: dict[str, Callable[[Any], Any]] = {"group": {str(g.pk): g for g in groups}.get, "priority": int}
        for name, (label, choices) in bulk_selections(groups, owners).items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, required=False, choices=choices, coerce=known.get(name, str), empty_value=None
            )

    def wanted(self) -> dict[str, Any]:
        """Return what is to change, as `tickets.changing.change` takes it."""
        values = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        if "owner" in values:
            values["owner"] = self._owners.get(values["owner"])
        return values


def _offer(field: forms.Field, choices: QuerySet[Any]) -> None:
    if isinstance(field, forms.ModelChoiceField):
        field.iterator = AtOnce
        field.queryset = choices
