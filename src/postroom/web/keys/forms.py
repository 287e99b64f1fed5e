"""The form that adds a key."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class KeyForm(forms.Form):
    """A key as a file or as text."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A certificate (.pem, .crt, .cer), a certificate with its private key (.p12, .pfx), or a PGP key."),
    )
    text = forms.CharField(
        label=_("or its text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono", "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("It begins with -----BEGIN."),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Of a private key, if it has one."),
    )

    def content(self) -> bytes:
        """Return what was handed over; the file counts where there are both."""
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else str(self.cleaned_data["text"]).encode()
