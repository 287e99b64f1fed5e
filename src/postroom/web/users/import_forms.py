"""Forms of an import of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.configuration import configuration
from postroom.models import Role, UserImport
from postroom.people.importing.columns import FIELDS
from postroom.tickets.notifying import notification_sender


class FileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("From a spreadsheet, an address book or another help desk; with headings in the first line."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )


class HowForm(forms.ModelForm[UserImport]):
    """What the columns mean and what is done with the rows."""

    class Meta:
        model = UserImport
        fields = ("overwrite", "new_organisations", "role", "invite")
        labels = {
            "overwrite": _("Where somebody is there already, the file counts"),
            "new_organisations": _("Make organisations that are not there yet"),
            "role": _("Role for everybody in the file"),
            "invite": _("Send those who are new a link to choose a password"),
        }
        help_texts = {
            "overwrite": _("Otherwise only what is empty is filled. An empty cell never deletes anything."),
            "role": _("None: they are customers."),
            "invite": _("Only together with a role."),
        }

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, instance: UserImport, headings: Sequence[str] = ()
    ) -> None:
        super().__init__(data, instance=instance)
        role = self.fields["role"]
        assert isinstance(role, forms.ModelChoiceField)
        role.queryset, role.empty_label = Role.objects.filter(active=True).order_by("name"), str(_("none"))
        for place, heading in enumerate(headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or str(_("(no heading)")),
                choices=list(FIELDS.items()),
                required=False,
                initial=instance.columns[place] if place < len(instance.columns) else "",
            )
        self.columns = [self[f"column-{place}"] for place in range(len(headings))]

    def clean(self) -> dict[str, Any]:
        """Check that somebody can be told apart, and that invitations can be sent."""
        cleaned = super().clean() or {}
        chosen = self._chosen(cleaned)
        if "email" not in chosen:
            raise forms.ValidationError(_("Say which column has the e-mail address: people are told apart by it."))
        if chosen.count("email") > 1:
            raise forms.ValidationError(_("Two columns are the e-mail address. Make one of them a further address."))
        if cleaned.get("invite") and not cleaned.get("role"):
            self.add_error("invite", _("Customers do not sign in. Choose a role, or do not send links."))
        if cleaned.get("invite") and (not configuration().public_url or notification_sender() is None):
            self.add_error("invite", _("No link can be sent: a channel that sends, or the public address, is missing."))
        return cleaned

    def save(self, commit: bool = True) -> UserImport:
        """Keep the columns, too."""
        self.instance.columns = self._chosen(self.cleaned_data)
        return super().save(commit)

    def _chosen(self, cleaned: Mapping[str, Any]) -> list[str]:
        return [str(cleaned.get(bound.name, "")) for bound in self.columns]
