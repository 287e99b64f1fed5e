"""From a channel (or the draft of one) to an open mailbox, whatever its kind."""

from __future__ import annotations

from postroom.channels.kinds import KINDS
from postroom.channels.kinds.base import Kind
from postroom.channels.sentences.ours import KIND_UNKNOWN
from postroom.drivers.base import Sink, Source, StepListener
from postroom.drivers.errors import DriverError, Retry
from postroom.models import Account


def kind_of(account: Account) -> Kind:
    """Return the kind. Raises DriverError (code `kind-unknown`) where this Postroom has no such kind."""
    kind = KINDS.get(account.kind)
    if kind is None:
        raise DriverError(account.kind, code=KIND_UNKNOWN, retry=Retry.NEVER)
    return kind


def open_source(account: Account, *, folder: str | None = None, on_step: StepListener | None = None) -> Source:
    """Return the way in, not yet connected: a context manager. `folder` None means the account's own.

    Raises only errors of `postroom.drivers.errors`, here and in everything the Source does.
    """
    return kind_of(account).open_source(account, account.folder if folder is None else folder, on_step)


def open_sink(account: Account, *, on_step: StepListener | None = None) -> Sink:
    """Return the way out, not yet connected: a context manager. Raises as `open_source`."""
    return kind_of(account).open_sink(account, on_step)
