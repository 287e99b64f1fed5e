"""What a kind of channel offers; the rest of Postroom knows no kind by name. See `docs/adding-a-channel-kind.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django_stubs_ext import StrOrPromise

from postroom.channels.subscribing.base import Subscriber
from postroom.drivers.base import Sink, Source, StepListener
from postroom.models import Account, AfterImport, Channel, ChannelDraft, Direction


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing tried while the settings of a server are looked for."""

    direction: Direction
    detail: str
    """Host, port and security, or which directory was asked."""
    found: bool
    milliseconds: float
    code: str = ""
    """Of the error, where it was one."""
    server_text: str = ""


@dataclass(frozen=True, slots=True)
class FenceTrial:
    """One try to open a mailbox that the account has nothing to do with."""

    detail: str
    """Which mailbox, by which way."""
    closed: bool | None
    """Whether it stayed closed; None where that could not be found out."""
    server_text: str
    milliseconds: float


TrialListener = Callable[[Trial], None]


class AccountForm(forms.Form):
    """A form that reads and writes a draft. `initial_of` holds no secret: those are never sent to a browser."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, draft: ChannelDraft) -> None:
        super().__init__(data, initial=self.initial_of(draft))
        self.draft = draft

    @classmethod
    def initial_of(cls, draft: ChannelDraft) -> dict[str, Any]:
        """Return what the form shows of `draft`."""
        raise NotImplementedError

    def apply(self, draft: ChannelDraft) -> None:
        """Write the cleaned values into `draft`, unsaved."""
        raise NotImplementedError


class Kind(Protocol):
    """One kind of channel: its settings, its forms, and how its mailbox is opened."""

    name: str
    """What `Channel.kind` holds."""
    title: StrOrPromise
    summary: StrOrPromise
    """One sentence under the title where a kind is chosen."""
    start_form: type[AccountForm]
    """The first page of the wizard: who is to be connected."""
    start_template: str
    settings_form: type[AccountForm]
    """Everything that can be changed later: servers, users, passwords."""
    settings_template: str
    channel_template: str
    """What the page of a channel shows of this kind alone, or empty."""

    def open_source(self, account: Account, folder: str, on_step: StepListener | None) -> Source:
        """Return the way in to `folder` (empty: the inbox), not yet connected.

        Raises DriverError where the settings or the stored credentials cannot be used.
        """
        ...

    def open_sink(self, account: Account, on_step: StepListener | None) -> Sink:
        """Return the way out, not yet connected. Raises DriverError as `open_source`."""
        ...

    def waits(self, account: Account) -> bool:
        """Whether the way in may tell of new mail by the connection itself (IMAP IDLE); else it is looked at."""
        ...

    def subscriber(self, channel: Channel) -> Subscriber | None:
        """Return who asks the provider to call us when mail comes; None where it does not do that."""
        ...

    def try_fence(self, account: Account) -> Iterable[FenceTrial]:
        """Try to open a mailbox that has to stay closed to the account; nothing where its access ends by itself."""
        ...

    def find_settings(self, draft: ChannelDraft, tell: TrialListener) -> bool:
        """Look for the servers of `draft.email` on the network, write what was found; whether anything was found."""
        ...

    def has_folders(self, account: Account) -> bool:
        """Whether there are folders to choose from (POP3 has none)."""
        ...

    def after_import_choices(self, account: Account) -> tuple[AfterImport, ...]:
        """Return what can be done on the server to mail that is safely stored."""
        ...

    def describe(self, account: Account, direction: Direction) -> str:
        """Return one line about a direction: protocol, host, port, security, user."""
        ...

    def identity(self, account: Account) -> str:
        """Return what two channels must not have in common: the mailbox, apart from its folder."""
        ...
