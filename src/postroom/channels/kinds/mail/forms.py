"""The two forms of plain mail: who is to be connected, and the servers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.channels.kinds.base import AccountForm
from postroom.channels.kinds.mail.config import InboundConfig, InboundProtocol, OutboundConfig, OutboundProtocol, Server
from postroom.channels.kinds.mail.server_fields import (
    WIDE,
    certificate_field,
    host_field,
    password_field,
    port_field,
    security_field,
    server_initial,
    server_of,
)
from postroom.drivers.connection import Security
from postroom.models import ChannelDraft


class StartForm(AccountForm):
    """Address, name and password: all that most mailboxes need."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={**WIDE, "autocomplete": "off", "autofocus": True}),
        help_text=_("The address that customers write to."),
    )
    password = password_field(_("Password"), _("Of the mailbox. It is stored encrypted and never shown again."))
    display_name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("What recipients see as the sender, such as “Example Support”."),
    )

    @classmethod
    def initial_of(cls, draft: ChannelDraft) -> dict[str, Any]:
        """Return address and name."""
        return {"email": draft.email, "display_name": draft.display_name}

    def apply(self, draft: ChannelDraft) -> None:
        """Take over address, name and password, for both directions."""
        draft.email = draft.name = self.cleaned_data["email"]
        draft.display_name = self.cleaned_data["display_name"]
        draft.inbound_secret = draft.outbound_secret = self.cleaned_data["password"]


class SettingsForm(AccountForm):
    """Both servers, their users and passwords. A password left empty stays what it is."""

    inbound_protocol = forms.ChoiceField(
        label=_("Protocol"), choices=[(InboundProtocol.IMAP.value, "IMAP"), (InboundProtocol.POP3.value, "POP3")]
    )
    inbound_host = host_field()
    inbound_port = port_field()
    inbound_security = security_field()
    inbound_verify_certificate = certificate_field()
    inbound_user = forms.CharField(label=_("User name"), max_length=254, widget=forms.TextInput(attrs=WIDE))
    inbound_password = password_field(_("Password"), "", required=False)
    outbound_protocol = forms.ChoiceField(
        label=_("Protocol"),
        choices=[
            (OutboundProtocol.SMTP.value, "SMTP"),
            (OutboundProtocol.SENDMAIL.value, _("sendmail of this machine")),
        ],
    )
    outbound_host = host_field(required=False)
    outbound_port = port_field(required=False)
    outbound_security = security_field()
    outbound_verify_certificate = certificate_field()
    same_credentials = forms.BooleanField(label=_("Sign in for sending as for receiving"), required=False)
    outbound_user = forms.CharField(
        label=_("User name for sending"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_("Only where it is another one. Empty: send without signing in."),
    )
    outbound_password = password_field(_("Password for sending"), "", required=False)
    accept_clear_text = forms.BooleanField(
        label=_("I accept that passwords and mail cross the network readable for others"), required=False
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, draft: ChannelDraft) -> None:
        super().__init__(data, draft=draft)
        if self["outbound_protocol"].value() != OutboundProtocol.SENDMAIL:
            self.fields["outbound_host"].required = self.fields["outbound_port"].required = True

    @classmethod
    def initial_of(cls, draft: ChannelDraft) -> dict[str, Any]:
        """Return both servers as the draft has them, the most usual ones where it has none."""
        inbound = InboundConfig.from_json(draft.inbound or {"port": 993, "user": draft.email})
        outbound = OutboundConfig.from_json(draft.outbound or {"port": 465, "user": draft.email})
        same = inbound.server.user == outbound.server.user
        return {
            "inbound_protocol": inbound.protocol.value,
            "outbound_protocol": outbound.protocol.value,
            **server_initial("inbound", inbound.server),
            **server_initial("outbound", outbound.server),
            "same_credentials": same,
            "outbound_user": "" if same else outbound.server.user,
        }

    def clean(self) -> dict[str, Any]:
        """Hold what belongs together together."""
        super().clean()
        if self.errors:
            return self.cleaned_data
        self._demand_consent()
        self._demand_passwords()
        return self.cleaned_data

    def apply(self, draft: ChannelDraft) -> None:
        """Take over everything; passwords only where new ones were entered."""
        cleaned = self.cleaned_data
        draft.inbound = InboundConfig(InboundProtocol(cleaned["inbound_protocol"]), self._inbound_server).to_json()
        draft.outbound = OutboundConfig(OutboundProtocol(cleaned["outbound_protocol"]), self._outbound_server).to_json()
        if cleaned["inbound_password"]:
            draft.inbound_secret = cleaned["inbound_password"]
        if cleaned["same_credentials"]:
            draft.outbound_secret = draft.inbound_secret
        elif cleaned["outbound_password"]:
            draft.outbound_secret = cleaned["outbound_password"]

    @property
    def _sends_by_sendmail(self) -> bool:
        return bool(self.cleaned_data["outbound_protocol"] == OutboundProtocol.SENDMAIL)

    @property
    def _inbound_server(self) -> Server:
        return server_of("inbound", self.cleaned_data, self.cleaned_data["inbound_user"])

    @property
    def _outbound_server(self) -> Server:
        cleaned = self.cleaned_data
        user = cleaned["inbound_user"] if cleaned["same_credentials"] else cleaned["outbound_user"]
        return server_of("outbound", cleaned, user)

    def _demand_consent(self) -> None:
        cleaned = self.cleaned_data
        open_ways = [cleaned["inbound_security"]]
        if not self._sends_by_sendmail:
            open_ways.append(cleaned["outbound_security"])
        if Security.NONE in open_ways and not cleaned["accept_clear_text"]:
            self.add_error("accept_clear_text", _("Confirm this, or choose an encryption."))

    def _demand_passwords(self) -> None:
        # Whoever may edit a channel must not learn its password by pointing it at a server of their own.
        cleaned = self.cleaned_data
        if self.draft.channel_id is None:
            return
        inbound_moved = InboundConfig.from_json(self.draft.inbound).server != self._inbound_server
        outbound_moved = OutboundConfig.from_json(self.draft.outbound).server != self._outbound_server
        again = _("The server or the user changed: enter the password again.")
        if (inbound_moved or (outbound_moved and cleaned["same_credentials"])) and not cleaned["inbound_password"]:
            self.add_error("inbound_password", again)
        signs_in = not self._sends_by_sendmail and not cleaned["same_credentials"] and cleaned["outbound_user"]
        if outbound_moved and signs_in and not cleaned["outbound_password"]:
            self.add_error("outbound_password", again)
