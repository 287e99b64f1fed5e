"""Forms of people, organisations and roles."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from postroom.models import Organisation, Role, User

_DOMAIN = re.compile(r"(?!-)[\w-]+(\.[\w-]+)*\.[\w-]{2,}")


class PersonForm(forms.ModelForm[User]):
    """A person."""

    roles = forms.ModelMultipleChoiceField(
        Role.objects.none(),
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has none is a customer and cannot work here."),
    )

    class Meta:
        model = User
        fields = ("name", "email", "roles", "organisation", "phone", "language", "time_zone", "note")
        help_texts = {
            "language": _("Of the pages, and of the mails that Postroom writes to this person."),
            "note": _("Only for people who work here."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, instance: User | None = None, suggested: Role | None = None
    ) -> None:
        initial = {"roles": [suggested]} if suggested else None
        super().__init__(data, instance=instance, initial=initial)
        roles, organisation = self.fields["roles"], self.fields["organisation"]
        assert isinstance(roles, forms.ModelMultipleChoiceField)
        assert isinstance(organisation, forms.ModelChoiceField)
        roles.queryset = _roles(instance)
        organisation.queryset, organisation.empty_label = Organisation.objects.order_by("name"), str(_("none"))
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label,
            help_text=self.fields["language"].help_text,
            required=False,
            choices=[("", _("as their browser says")), *settings.LANGUAGES],
        )
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            required=False,
            choices=[("", _("that of the server")), *((zone, zone) for zone in time_zones())],
        )
        self.order_fields(self.Meta.fields)

    def validate_unique(self) -> None:
        """Leave it to the verb."""

    def validate_constraints(self) -> None:
        """Leave it to the verb too."""

    @property
    def values(self) -> dict[str, Any]:
        """What the verbs take beside the roles."""
        return {name: value for name, value in self.cleaned_data.items() if name != "roles"}


class OrganisationForm(forms.ModelForm[Organisation]):
    """An organisation."""

    domains = forms.CharField(
        label=_("Mail domains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "One a line, such as example.org. New customers with such an address belong to it by themselves. "
            "Never name the domain of a mail provider here: everybody there would belong to it."
        ),
    )

    class Meta:
        model = Organisation
        fields = ("name", "domains", "shared", "note", "active")
        help_texts = {
            "shared": _("Then a member's answer also counts on tickets of the others."),
            "active": _("New customers join only an active one."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data: Mapping[str, Any] | None = None, *, instance: Organisation | None = None) -> None:
        initial = {"domains": "\n".join(instance.domains)} if instance else None
        super().__init__(data, instance=instance, initial=initial)

    def clean_domains(self) -> list[str]:
        """Return the domains, one a line or between commas."""
        domains = [word.lower().lstrip("@") for word in re.split(r"[\s,;]+", self.cleaned_data["domains"]) if word]
        wrong = next((domain for domain in domains if not _DOMAIN.fullmatch(domain)), None)
        if wrong is not None:
            raise forms.ValidationError(_("“%(domain)s” is not a domain."), params={"domain": wrong})
        return domains

    def validate_unique(self) -> None:
        """Leave it to the verb."""


class RoleForm(forms.ModelForm[Role]):
    """A role."""

    class Meta:
        model = Role
        fields = ("name", "is_agent", "is_administrator", "needs_second_factor", "active", "note")
        labels = {
            "is_agent": _("Its holders are agents: they work on tickets of the groups below"),
            "is_administrator": _("Its holders are administrators: they change everything on these pages"),
            "needs_second_factor": _("Its holders need a second step at sign-in: an app with codes, or a passkey"),
        }
        help_texts = {
            "needs_second_factor": _("Whoever has none is led to set one up with the next click."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def validate_unique(self) -> None:
        """Leave it to the verb."""


def _roles(user: User | None) -> Any:
    offered = Role.objects.filter(active=True)
    return (offered | Role.objects.filter(users=user)).distinct().order_by("name") if user else offered.order_by("name")


def time_zones() -> list[str]:
    """Return the names of time zones that a person would choose."""
    return sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
