"""Google as a kind of channel."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.channels.kinds.base import AccountForm, FenceTrial, TrialListener
from postroom.channels.kinds.google import describing, opening
from postroom.channels.kinds.google.config import KIND
from postroom.channels.kinds.google.forms import SettingsForm, StartForm
from postroom.channels.subscribing.base import Subscriber
from postroom.drivers.base import Sink, Source, StepListener
from postroom.models import Account, AfterImport, Channel, ChannelDraft, Direction


class GoogleKind:
    """IMAP in, SMTP out, both by the token of one sign-in."""

    name = KIND
    title: StrOrPromise = _("Google (Gmail or Workspace)")
    summary: StrOrPromise = _("A mailbox of your Google Workspace, or a gmail.com account; no password.")
    start_form: type[AccountForm] = StartForm
    start_template = "channels/google/start.html"
    settings_form: type[AccountForm] = SettingsForm
    settings_template = "channels/google/settings.html"
    channel_template = "channels/google/_channel.html"

    def open_source(self, account: Account, folder: str, on_step: StepListener | None) -> Source:
        """Return a label."""
        return opening.open_source(account, folder, on_step)

    def open_sink(self, account: Account, on_step: StepListener | None) -> Sink:
        """Return the SMTP server."""
        return opening.open_sink(account, on_step)

    def waits(self, account: Account) -> bool:
        """Gmail's IMAP server tells."""
        return True

    def subscriber(self, channel: Channel) -> Subscriber | None:
        """Nobody calls: Gmail's push is for its own API only."""
        return None

    def try_fence(self, account: Account) -> Iterable[FenceTrial]:
        """The token opens the mailbox of whoever signed in and no other."""
        return ()

    def find_settings(self, draft: ChannelDraft, tell: TrialListener) -> bool:
        """Google's servers are known: there is nothing to look for."""
        return True

    def has_folders(self, account: Account) -> bool:
        """Labels are folders."""
        return True

    def after_import_choices(self, account: Account) -> tuple[AfterImport, ...]:
        """Everything can be done."""
        return tuple(AfterImport)

    def describe(self, account: Account, direction: Direction) -> str:
        """Return protocol, server, mailbox and who is signed in."""
        return describing.describe(account, direction)

    def identity(self, account: Account) -> str:
        """Return which Google, and the mailbox."""
        return describing.identity(account)
