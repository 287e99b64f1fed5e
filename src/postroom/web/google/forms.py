"""The form of an OAuth client of the Google Cloud console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.channels.oauth.google import Google
from postroom.channels.oauth.google_endpoints import places
from postroom.models import OAuthApp, ProofKind

_WIDE = {"size": 40, "autocomplete": "off", "spellcheck": "false"}
_ENDING = ".apps.googleusercontent.com"


class AppForm(forms.Form):
    """Client id and secret. A secret is only ever written: the field never holds the stored one."""

    client_id = forms.CharField(
        label=_("Client ID"),
        max_length=200,
        widget=forms.TextInput(attrs={**_WIDE, "autofocus": True}),
        help_text=_("It ends in .apps.googleusercontent.com."),
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        error_messages={"required": _("Enter the client secret.")},
        widget=forms.PasswordInput(attrs=_WIDE),
        help_text=_("Google shows it only when it is made. It is stored encrypted and never shown again."),
    )
    cloud = forms.ChoiceField(label=_("Where"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, app: OAuthApp) -> None:
        self.app = app
        super().__init__(data, initial={"client_id": app.client_id, "cloud": app.cloud})
        self.fields["secret"].required = not app.secret
        field = self.fields["cloud"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.name, one.title) for one in places().values()]

    def clean_client_id(self) -> str:
        """Recognise what is no client ID, such as the number of the project."""
        value: str = self.cleaned_data["client_id"].strip()
        if not value.endswith(_ENDING) or value == _ENDING:
            raise forms.ValidationError(_("This is no client ID. It ends in .apps.googleusercontent.com."))
        return value

    def clean_secret(self) -> str:
        """Recognise the usual slip: the client ID pasted twice."""
        value: str = self.cleaned_data["secret"].strip()
        if value.endswith(_ENDING):
            raise forms.ValidationError(_("This is the client ID. Paste the client secret."))
        return value

    def clean(self) -> dict[str, Any]:
        """Demand that the app is not here twice."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and self._is_known():
            self.add_error("client_id", _("This app is registered here already."))
        return cleaned

    def apply(self) -> OAuthApp:
        """Write the cleaned values into the app, unsaved, and return it."""
        app, cleaned = self.app, self.cleaned_data
        app.provider, app.proof = Google.name, ProofKind.SECRET
        app.client_id, app.cloud = cleaned["client_id"], cleaned["cloud"]
        app.secret = cleaned["secret"] or app.secret
        return app

    def _is_known(self) -> bool:
        same = {name: self.cleaned_data[name] for name in ("client_id", "cloud")}
        return OAuthApp.objects.filter(provider=Google.name, **same).exclude(pk=self.app.pk).exists()
