"""What the set-up page asks."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.models import User
from postroom.people.founding import Founding


class SetupForm(forms.Form):
    """Language, organisation, public address, first administrator."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200)
    public_url = forms.URLField(
        label=gettext_lazy("Public address"),
        assume_scheme="https",
        help_text=gettext_lazy("Under which address people open Postroom; links in mails begin with it."),
    )
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("Your e-mail"))
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=gettext_lazy("At least ten characters, and none of the usual ones."),
    )

    def clean_public_url(self) -> str:
        """Keep scheme and host only."""
        parts = urlsplit(self.cleaned_data["public_url"])
        if parts.path.strip("/") or parts.query:
            raise forms.ValidationError(_("Only scheme and host, such as https://desk.example.org."))
        return f"{parts.scheme}://{parts.netloc}"

    def clean(self) -> dict[str, Any]:
        """Measure the password by the rules, with the person in view."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "password" in cleaned:
            try:
                validate_password(
                    cleaned["password"], User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
                )
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned

    def founding(self) -> Founding:
        """Return the answers of a valid form."""
        return Founding(**self.cleaned_data)
