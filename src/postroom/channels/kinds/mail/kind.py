"""Plain mail as a kind of channel."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from postroom.channels.kinds.base import AccountForm, FenceTrial, TrialListener
from postroom.channels.kinds.mail import opening
from postroom.channels.kinds.mail.config import InboundConfig, InboundProtocol
from postroom.channels.kinds.mail.describing import describe
from postroom.channels.kinds.mail.finding import find_settings
from postroom.channels.kinds.mail.forms import SettingsForm, StartForm
from postroom.channels.subscribing.base import Subscriber
from postroom.drivers.base import Sink, Source, StepListener
from postroom.models import Account, AfterImport, Channel, ChannelDraft, Direction


class MailKind:
    """IMAP or POP3 in, SMTP or sendmail out."""

    name = "mail"
    title: StrOrPromise = _("Mailbox with a password")
    summary: StrOrPromise = _("Any mailbox that speaks IMAP or POP3 and SMTP.")
    start_form: type[AccountForm] = StartForm
    start_template = "channels/mail/start.html"
    settings_form: type[AccountForm] = SettingsForm
    settings_template = "channels/mail/settings.html"
    channel_template = ""

    def open_source(self, account: Account, folder: str, on_step: StepListener | None) -> Source:
        """Return an IMAP folder or a POP3 mailbox."""
        return opening.open_source(account, folder, on_step)

    def open_sink(self, account: Account, on_step: StepListener | None) -> Sink:
        """Return an SMTP server or the machine's sendmail."""
        return opening.open_sink(account, on_step)

    def waits(self, account: Account) -> bool:
        """Many IMAP servers tell, which shows when connected; POP3 knows no such thing."""
        return self.has_folders(account)

    def subscriber(self, channel: Channel) -> Subscriber | None:
        """Nobody would call."""
        return None

    def try_fence(self, account: Account) -> Iterable[FenceTrial]:
        """A password opens its own mailbox."""
        return ()

    def find_settings(self, draft: ChannelDraft, tell: TrialListener) -> bool:
        """Ask the provider's autoconfiguration, DNS and the usual names."""
        return find_settings(draft, tell)

    def has_folders(self, account: Account) -> bool:
        """IMAP has folders, POP3 only the inbox."""
        return _protocol(account) is InboundProtocol.IMAP

    def after_import_choices(self, account: Account) -> tuple[AfterImport, ...]:
        """POP3 can only delete: it knows neither read marks nor folders (RFC 1939)."""
        return tuple(AfterImport) if self.has_folders(account) else (AfterImport.DELETE,)

    def describe(self, account: Account, direction: Direction) -> str:
        """Return protocol, host, port, security and user in one line."""
        return describe(account, direction)

    def identity(self, account: Account) -> str:
        """Return host and user: the same mailbox by IMAP and by POP3 is still the same mailbox."""
        server = InboundConfig.from_json(account.inbound).server
        return f"{server.host.lower()} {server.user.lower()}"


def _protocol(account: Account) -> InboundProtocol:
    return InboundConfig.from_json(account.inbound).protocol
