"""The two forms of a Microsoft 365 mailbox: whose it is, and what is shown of it to others."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postroom.channels.kinds.base import AccountForm
from postroom.channels.kinds.microsoft365.config import (
    Ways,
    inbound_of,
    outbound_of,
    use_fence,
    use_ways,
    ways_of,
)
from postroom.channels.kinds.microsoft365.copies import copy_kept_in
from postroom.channels.kinds.microsoft365.opening import access_to
from postroom.channels.kinds.microsoft365.task import AdministratorsTask, administrators_task
from postroom.channels.kinds.microsoft365.way_fields import chosen, initial_of, receive_field, send_field
from postroom.channels.oauth.access import find_access
from postroom.channels.oauth.app_field import app_field, offer_apps
from postroom.channels.oauth.microsoft import MICROSOFT
from postroom.models import ChannelDraft, OAuthApp

_WIDE = {"size": 40, "autocomplete": "off"}


class Whose(enum.StrEnum):
    """Whose mailbox is to be connected."""

    OWN = "own"
    SHARED = "shared"
    APP = "app"


@dataclass(frozen=True, slots=True)
class Facts:
    """Which mailbox is read, as whom mail is sent, whose rights are used, and where the copy of sent mail lies.

    `user` is empty where the app opens the mailbox in its own name.
    """

    mailbox: str
    sends_as: str
    user: str
    shared: bool
    copies: str


class StartForm(AccountForm):
    """Which mailbox; who signs in shows at Microsoft."""

    whose = forms.ChoiceField(
        label=_("Which mailbox?"),
        choices=[
            (Whose.OWN.value, _("The mailbox of whoever signs in")),
            (Whose.SHARED.value, _("A shared mailbox")),
            (Whose.APP.value, _("One mailbox, shared or not, as an app: without a person signing in")),
        ],
        widget=forms.RadioSelect,
    )
    mailbox = forms.EmailField(
        label=_("Address of the mailbox"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs=_WIDE),
        help_text=_(
            "Of the shared mailbox, for which whoever signs in needs the rights “Full Access” and “Send As”, or of the "
            "one that the app opens."
        ),
    )
    receive = receive_field()
    send = send_field()
    app = app_field()

    def __init__(self, data: Mapping[str, Any] | None = None, *, draft: ChannelDraft) -> None:
        super().__init__(data, draft=draft)
        offer_apps(self.fields["app"], MICROSOFT.name)

    @classmethod
    def initial_of(cls, draft: ChannelDraft) -> dict[str, Any]:
        """Return the more usual choice, or the shared mailbox that was named before."""
        whose = Whose.SHARED.value if draft.email else Whose.OWN.value
        return {"whose": whose, "mailbox": draft.email, **initial_of(Ways())}

    @property
    def ways(self) -> Ways:
        """Return how mail is to come and go."""
        return chosen(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        """Demand the address of the mailbox, and forget it where the mailbox is one's own."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("whose") == Whose.OWN:
            cleaned["mailbox"] = ""
        elif not cleaned.get("mailbox") and "mailbox" not in self.errors:
            self.add_error("mailbox", _("Enter the address of the mailbox."))
        if cleaned.get("whose") == Whose.APP and (app := cleaned.get("app")):
            self._demand_tenant(app)
        return cleaned

    def _demand_tenant(self, app: OAuthApp) -> None:
        if MICROSOFT.open_to_any_tenant(app):
            self.add_error(
                "whose", _("Without a person signing in, the app needs the ID of its tenant. Enter it there.")
            )

    @property
    def by_app(self) -> bool:
        """Whether nobody is to sign in."""
        return bool(self.cleaned_data["whose"] == Whose.APP)

    def apply(self, draft: ChannelDraft) -> None:
        """Take over the address; everything else is known after signing in."""
        draft.email = draft.name = self.cleaned_data["mailbox"]


class ConvertForm(forms.Form):
    """Who signs in for a channel that had a password, and by which ways mail comes and goes from then on."""

    whose = forms.ChoiceField(
        label=_("Who signs in?"),
        choices=[
            (Whose.OWN.value, _("The mailbox itself: I know its password")),
            (Whose.SHARED.value, _("Somebody else, who has the rights “Full Access” and “Send As” for it")),
        ],
        widget=forms.RadioSelect,
        initial=Whose.OWN.value,
    )
    receive = receive_field()
    send = send_field()
    app = app_field()

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial_of(Ways()))
        offer_apps(self.fields["app"], MICROSOFT.name)

    @property
    def shared(self) -> bool:
        """Whether a delegate signs in."""
        return bool(self.cleaned_data["whose"] == Whose.SHARED)

    @property
    def ways(self) -> Ways:
        """Return how mail is to come and go."""
        return chosen(self.cleaned_data)


class SettingsForm(AccountForm):
    """How mail comes and goes, and what is shown to others. A channel that exists has its addresses on its page."""

    email = forms.EmailField(
        label=_("Sends as"),
        max_length=254,
        widget=forms.EmailInput(attrs=_WIDE),
        help_text=_("The main address of the mailbox. Aliases are added later, on the page of the channel."),
    )
    display_name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("What recipients see as the sender, such as “Example Support”."),
    )
    receive = receive_field()
    send = send_field()
    fence = forms.EmailField(
        label=_("Another mailbox, to see that it stays closed"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs=_WIDE),
        help_text=_(
            "Such as the one of the management. Postroom tries to open it, reads nothing, and says whether the app "
            "could. The doctor tries it again each time."
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, draft: ChannelDraft) -> None:
        super().__init__(data, draft=draft)
        if draft.channel_id is not None:
            del self.fields["email"], self.fields["display_name"]
        if not self.by_app:
            del self.fields["fence"]

    @property
    def by_app(self) -> bool:
        """Whether the app opens the mailbox in its own name."""
        return bool(inbound_of(self.draft).app)

    @property
    def task(self) -> AdministratorsTask:
        """Return what an administrator has to do so that the app may."""
        config = inbound_of(self.draft)
        return administrators_task(find_access(0, config.app).app, config.mailbox, ways_of(self.draft))

    def clean_fence(self) -> str:
        """Demand another mailbox than the channel's own."""
        fence: str = self.cleaned_data["fence"]
        if fence.lower() == inbound_of(self.draft).mailbox.lower():
            raise forms.ValidationError(_("This is the channel's own mailbox. Enter one that must stay closed."))
        return fence

    @property
    def facts(self) -> Facts:
        """Return what the channel will do, before anything is saved."""
        config = inbound_of(self.draft)
        access = access_to(config)
        copies = copy_kept_in(outbound_of(self.draft), access)
        user = access.name if access.grant else ""
        return Facts(config.mailbox, self.draft.email, user, config.shared, copies)

    @classmethod
    def initial_of(cls, draft: ChannelDraft) -> dict[str, Any]:
        """Return address, name and ways."""
        fence = inbound_of(draft).fence
        return {
            "email": draft.email,
            "display_name": draft.display_name,
            "fence": fence,
            **initial_of(ways_of(draft)),
        }

    def apply(self, draft: ChannelDraft) -> None:
        """Take over address, name and ways."""
        use_ways(draft, chosen(self.cleaned_data))
        if self.by_app:
            use_fence(draft, self.cleaned_data["fence"])
        draft.email = self.cleaned_data.get("email", draft.email)
        draft.display_name = self.cleaned_data.get("display_name", draft.display_name)
