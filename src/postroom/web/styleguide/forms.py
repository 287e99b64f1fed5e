"""A form with one field of each kind."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ExampleForm(forms.Form):
    """Rendered twice: as it begins, and with errors."""

    name = forms.CharField(label=_("Name"), help_text=_("Shown to customers as the sender."), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)
    group = forms.ChoiceField(label=_("Group"), choices=[("1", "Support"), ("2", "Verkauf")])
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    active = forms.BooleanField(
        label=_("Active"), required=False, help_text=_("Switched off, nothing is fetched or sent.")
    )
    security = forms.ChoiceField(
        label=_("Encryption"), choices=[("tls", "TLS"), ("starttls", "STARTTLS")], widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=_("Kind of mailbox"), choices=[("microsoft", ""), ("imap", ""), ("pop3", "")])
