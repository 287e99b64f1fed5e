"""What the fields of a server have in common, in and out."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.channels.kinds.mail.config import Server
from postroom.drivers.connection import Security

WIDE: Final = {"spellcheck": "false", "autocapitalize": "none"}

SECURITIES: Final = [
    (Security.TLS.value, _("TLS from the start")),
    (Security.STARTTLS.value, "STARTTLS"),
    (Security.NONE.value, _("not encrypted")),
]


def host_field(*, required: bool = True) -> forms.CharField:
    """Return a field for a server's name."""
    return forms.CharField(label=_("Server"), max_length=253, required=required, widget=forms.TextInput(attrs=WIDE))


def port_field(*, required: bool = True) -> forms.IntegerField:
    """Return a field for a TCP port."""
    return forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, required=required)


def security_field() -> forms.ChoiceField:
    """Return the choice of how the connection is made safe."""
    return forms.ChoiceField(
        label=_("Encryption"),
        choices=SECURITIES,
        help_text=_("Without encryption everybody on the way can read the password and all mail."),
    )


def certificate_field() -> forms.BooleanField:
    """Return the choice whether the server has to prove who it is."""
    return forms.BooleanField(
        label=_("Check the server's certificate"),
        required=False,
        help_text=_("Without the check another computer can pass itself off as the server."),
    )


def password_field(label: StrOrPromise, help_text: StrOrPromise, *, required: bool = True) -> forms.CharField:
    """Return a field that takes a password and never shows one. Spaces at its ends belong to it."""
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False)
    return forms.CharField(
        label=label, help_text=help_text, required=required, strip=False, max_length=500, widget=widget
    )


def server_initial(direction: str, server: Server) -> dict[str, Any]:
    """Return what the fields of `direction` show of a server."""
    return {
        f"{direction}_host": server.host,
        f"{direction}_port": server.port or None,
        f"{direction}_security": server.security.value,
        f"{direction}_verify_certificate": server.verify_certificate,
        f"{direction}_user": server.user,
    }


def server_of(direction: str, cleaned: dict[str, Any], user: str) -> Server:
    """Return the server that the fields of `direction` describe."""
    return Server(
        host=cleaned[f"{direction}_host"].strip(),
        port=cleaned[f"{direction}_port"] or 0,
        security=Security(cleaned[f"{direction}_security"]),
        verify_certificate=cleaned[f"{direction}_verify_certificate"],
        user=user,
    )
