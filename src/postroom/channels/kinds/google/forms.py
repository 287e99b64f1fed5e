"""The forms of a Google mailbox: who signs in, and what is shown of it to others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.channels.kinds.base import AccountForm
from postroom.channels.kinds.google.config import config_of
from postroom.channels.kinds.google.opening import access_to
from postroom.channels.oauth.app_field import app_field, offer_apps
from postroom.channels.oauth.google import Google
from postroom.models import ChannelDraft

_WIDE = {"size": 40, "autocomplete": "off"}


class StartForm(AccountForm):
    """Which account; who really signs in shows at Google."""

    mailbox = forms.EmailField(
        label=_("Address of the mailbox"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs=_WIDE),
        help_text=_("Google then suggests this account. You may leave it empty and choose there."),
    )
    app = app_field()

    def __init__(self, data: Mapping[str, Any] | None = None, *, draft: ChannelDraft) -> None:
        super().__init__(data, draft=draft)
        offer_apps(self.fields["app"], Google.name)

    @classmethod
    def initial_of(cls, draft: ChannelDraft) -> dict[str, Any]:
        """Return the address that was named before."""
        return {"mailbox": draft.email}

    def apply(self, draft: ChannelDraft) -> None:
        """Take over the address; everything else is known after signing in."""
        draft.email = draft.name = self.cleaned_data["mailbox"]


class ConvertForm(forms.Form):
    """By which app the owner of a channel that had a password signs in."""

    app = app_field()

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        offer_apps(self.fields["app"], Google.name)


class SettingsForm(AccountForm):
    """What is shown to others. A channel that exists has its addresses on its page."""

    email = forms.EmailField(
        label=_("Sends as"),
        max_length=254,
        widget=forms.EmailInput(attrs=_WIDE),
        help_text=_(
            "The mailbox's own address, or one that is set up in Gmail under Settings, Accounts, “Send mail as”. Gmail "
            "replaces any other by its own."
        ),
    )
    display_name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("What recipients see as the sender, such as “Example Support”."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, draft: ChannelDraft) -> None:
        super().__init__(data, draft=draft)
        if draft.channel_id is not None:
            del self.fields["email"], self.fields["display_name"]

    @property
    def mailbox(self) -> str:
        """Which mailbox is read."""
        return config_of(self.draft).mailbox

    @property
    def user(self) -> str:
        """Who is signed in."""
        return access_to(config_of(self.draft)).name

    @classmethod
    def initial_of(cls, draft: ChannelDraft) -> dict[str, Any]:
        """Return address and name."""
        return {"email": draft.email, "display_name": draft.display_name}

    def apply(self, draft: ChannelDraft) -> None:
        """Take over address and name."""
        draft.email = self.cleaned_data.get("email", draft.email)
        draft.display_name = self.cleaned_data.get("display_name", draft.display_name)
