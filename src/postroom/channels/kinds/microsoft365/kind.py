"""Microsoft 365 as a kind of channel."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.channels.kinds.base import AccountForm, FenceTrial, TrialListener
from postroom.channels.kinds.microsoft365 import describing, fence, opening
from postroom.channels.kinds.microsoft365.config import KIND, Way, inbound_of
from postroom.channels.kinds.microsoft365.forms import SettingsForm, StartForm
from postroom.channels.kinds.microsoft365.subscribing import subscriber
from postroom.channels.subscribing.base import Subscriber
from postroom.drivers.base import Sink, Source, StepListener
from postroom.models import Account, AfterImport, Channel, ChannelDraft, Direction


class Microsoft365Kind:
    """Graph or IMAP in, Graph or SMTP out, all by tokens of one sign-in."""

    name = KIND
    title: StrOrPromise = _("Microsoft 365 or outlook.com")
    summary: StrOrPromise = _("A mailbox of your organisation, a shared mailbox, or a personal account; no password.")
    start_form: type[AccountForm] = StartForm
    start_template = "channels/microsoft365/start.html"
    settings_form: type[AccountForm] = SettingsForm
    settings_template = "channels/microsoft365/settings.html"
    channel_template = "channels/microsoft365/_channel.html"

    def open_source(self, account: Account, folder: str, on_step: StepListener | None) -> Source:
        """Return a folder at Graph or by IMAP."""
        return opening.open_source(account, folder, on_step)

    def open_sink(self, account: Account, on_step: StepListener | None) -> Sink:
        """Return Graph or the SMTP server."""
        return opening.open_sink(account, on_step)

    def waits(self, account: Account) -> bool:
        """Exchange's IMAP server tells; Graph keeps no connection open."""
        return inbound_of(account).way is Way.IMAP

    def subscriber(self, channel: Channel) -> Subscriber | None:
        """Graph calls, where the address can be reached."""
        return subscriber(channel)

    def try_fence(self, account: Account) -> Iterable[FenceTrial]:
        """An app in its own name must not open more than its mailbox."""
        return fence.try_fence(account)

    def find_settings(self, draft: ChannelDraft, tell: TrialListener) -> bool:
        """Microsoft's servers are known: there is nothing to look for."""
        return True

    def has_folders(self, account: Account) -> bool:
        """There are always folders."""
        return True

    def after_import_choices(self, account: Account) -> tuple[AfterImport, ...]:
        """Everything can be done."""
        return tuple(AfterImport)

    def describe(self, account: Account, direction: Direction) -> str:
        """Return protocol, server, mailbox and who is signed in."""
        return describing.describe(account, direction)

    def identity(self, account: Account) -> str:
        """Return cloud and mailbox: whoever the delegate is, it is the same mailbox."""
        return describing.identity(account)
