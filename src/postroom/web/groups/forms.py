"""Forms of groups and signatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.mail.html import make_safe
from postroom.models import EmailAddress, Group, Signature, User
from postroom.models.groups import FollowUp


class GroupForm(forms.ModelForm[Group]):
    """A group."""

    class Meta:
        model = Group
        fields = (
            "name",
            "email_address",
            "signature",
            "follow_up",
            "follow_up_days",
            "keep_owner",
            "sign_mail",
            "encrypt_mail",
            "note",
        )
        help_texts = {
            "name": _("The team, as your agents call it. Customers see it where a signature says it."),
            "email_address": _("Answers of this group leave from it. Without one, its agents cannot answer by mail."),
            "signature": _("Stands under the answers of this group."),
            "follow_up_days": _("Only for the third choice above."),
            "encrypt_mail": _("Keys are kept under Administration, Keys."),
            "note": _("Only for you and other administrators."),
        }
        widgets = {"follow_up": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data: Mapping[str, Any] | None = None, *, instance: Group | None = None) -> None:
        super().__init__(data, instance=instance)
        self.fields["follow_up"] = forms.ChoiceField(
            label=self.fields["follow_up"].label,
            choices=FollowUp.choices,
            widget=forms.RadioSelect,
            initial=FollowUp.REOPEN,
        )
        self.fields["follow_up_days"] = forms.IntegerField(
            label=self.fields["follow_up_days"].label,
            help_text=self.fields["follow_up_days"].help_text,
            min_value=1,
            max_value=3650,
            initial=Group._meta.get_field("follow_up_days").get_default(),
        )
        address = self.fields["email_address"]
        assert isinstance(address, forms.ModelChoiceField)
        address.queryset = EmailAddress.objects.filter(channel__isnull=False)
        address.empty_label = str(_("none: no answers by mail"))
        signature = self.fields["signature"]
        assert isinstance(signature, forms.ModelChoiceField)
        signature.queryset = Signature.objects.order_by("name")
        signature.empty_label = str(_("none"))
        self.order_fields(self.Meta.fields)

    def validate_unique(self) -> None:
        """Leave it to the verb."""


class MemberForm(forms.Form):
    """One more user with levels of their own in a group."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Add a person"), required=False, empty_label=_("choose a person")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, group: Group) -> None:
        super().__init__(data)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        agents = User.objects.filter(active=True, roles__is_agent=True).exclude(access__group=group)
        person.queryset = agents.distinct().order_by("name", "email")


class SignatureForm(forms.ModelForm[Signature]):
    """A signature."""

    class Meta:
        model = Signature
        fields = ("name", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 10, "class": "mono", "spellcheck": "false"})}
        help_texts = {
            "name": _("Only for you and other administrators."),
            "body": _("HTML, such as <p> and <br>, with variables. Scripts, forms and style sheets are taken out."),
        }

    def clean_body(self) -> str:
        """Return the HTML made safe."""
        return make_safe(self.cleaned_data["body"]).html

    def validate_unique(self) -> None:
        """Leave it to the verb."""
