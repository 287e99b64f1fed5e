"""The form of an app registration."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postroom.channels.oauth.clouds import clouds
from postroom.models import OAuthApp, ProofKind

_WIDE = {"size": 40, "autocomplete": "off", "spellcheck": "false"}
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\Z")


class AppForm(forms.Form):
    """Client id, tenant, cloud and proof. A secret is only ever written: the field never holds the stored one."""

    client_id = forms.CharField(
        label=_("Application (client) ID"), max_length=36, widget=forms.TextInput(attrs={**_WIDE, "autofocus": True})
    )
    tenant = forms.CharField(
        label=_("Directory (tenant) ID"),
        max_length=253,
        required=False,
        widget=forms.TextInput(attrs={**_WIDE, "placeholder": "common"}),
        validators=[RegexValidator(_TENANT, _("Enter the ID or a domain of the tenant."))],
        help_text=_("Leave it empty only where accounts of other organisations or personal accounts sign in."),
    )
    proof = forms.ChoiceField(
        label=_("How the app proves itself"),
        choices=[
            (ProofKind.SECRET.value, _("By a client secret")),
            (ProofKind.CERTIFICATE.value, _("By a certificate that Postroom makes")),
        ],
        widget=forms.RadioSelect,
    )
    secret = forms.CharField(
        label=_("Client secret (its value)"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs=_WIDE),
        help_text=_("The value, not the secret ID. It is stored encrypted and never shown again."),
    )
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day Microsoft shows beside the secret."),
    )
    cloud = forms.ChoiceField(label=_("Cloud"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, app: OAuthApp) -> None:
        self.app = app
        super().__init__(data, initial=_initial(app))
        field = self.fields["cloud"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(cloud.name, cloud.title) for cloud in clouds().values()]

    def clean_client_id(self) -> str:
        """Demand a GUID, as all of Microsoft's ids are."""
        value: str = self.cleaned_data["client_id"].strip().lower()
        if not _is_guid(value):
            raise forms.ValidationError(_("This is no ID. Copy it from the overview page of the app."))
        return value

    def clean_tenant(self) -> str:
        """Nothing means any tenant."""
        return self.cleaned_data["tenant"].strip().lower() or "common"

    def clean_secret(self) -> str:
        """Recognise the usual slip: the secret's id stands beside its value."""
        value: str = self.cleaned_data["secret"].strip()
        if value and _is_guid(value):
            raise forms.ValidationError(_("This is the ID of the secret. Paste its value, from the column beside it."))
        return value

    def clean(self) -> dict[str, Any]:
        """Demand a secret where there is none yet, and that the app is not here twice."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("proof") == ProofKind.SECRET and not cleaned.get("secret") and not self._keeps_secret():
            self.add_error("secret", _("Enter the value of the client secret."))
        if cleaned.get("expires_on") and cleaned["expires_on"] < timezone.localdate():
            self.add_error("expires_on", _("This day is over: Microsoft refuses the secret. Make a new one."))
        if not self.errors and self._is_known():
            self.add_error("client_id", _("This app is registered here already."))
        return cleaned

    def apply(self) -> OAuthApp:
        """Write the cleaned values into the app, unsaved, and return it."""
        app, cleaned = self.app, self.cleaned_data
        app.provider = "microsoft"
        app.client_id, app.tenant, app.cloud = cleaned["client_id"], cleaned["tenant"], cleaned["cloud"]
        if cleaned["proof"] == ProofKind.SECRET:
            app.proof, app.certificate, app.expires_on = ProofKind.SECRET, "", cleaned["expires_on"]
            app.secret = cleaned["secret"] or app.secret
        return app

    def _keeps_secret(self) -> bool:
        stored = bool(self.app.secret) and self.app.proof == ProofKind.SECRET
        return stored or "secret" in self.errors

    def _is_known(self) -> bool:
        same = {name: self.cleaned_data[name] for name in ("client_id", "tenant", "cloud")}
        return OAuthApp.objects.filter(provider="microsoft", **same).exclude(pk=self.app.pk).exists()


def _initial(app: OAuthApp) -> dict[str, Any]:
    return {
        "client_id": app.client_id,
        "tenant": "" if app.tenant == "common" else app.tenant,
        "cloud": app.cloud,
        "proof": app.proof,
        "expires_on": app.expires_on if app.proof == ProofKind.SECRET else None,
    }


def _is_guid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
