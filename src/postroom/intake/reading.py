"""From stored rows to mails that were read, signed and encrypted ones opened."""

from __future__ import annotations

from collections.abc import Iterable

from postroom.configuration import Configuration
from postroom.intake.facts import Mail
from postroom.intake.opening import opened
from postroom.keys.ring import Ring, load_ring
from postroom.mail.crypto.told import may_be_protected
from postroom.mail.message import parse
from postroom.models import Inbound


class Reader:
    """Reads the mails of a batch; keys are loaded once, and only where a mail may need them."""

    def __init__(self, settings: Configuration) -> None:
        self._authserv_ids = frozenset(settings.trusted_authserv_ids)
        self._ring: Ring | None = None

    def read_all(self, rows: Iterable[Inbound]) -> list[Mail]:
        """Return the mails of `rows`."""
        return [self.read(row) for row in rows]

    def read(self, row: Inbound) -> Mail:
        """Return the mail of `row`."""
        raw = bytes(row.raw.content)
        mail = parse(raw, trusted_authserv_ids=self._authserv_ids)
        if not may_be_protected(raw):
            return Mail(row, mail)
        inside, found = opened(raw, mail, self._keys(), row.received_at or row.stored_at, self._authserv_ids)
        return Mail(row, inside, found if found.layers else None)

    def _keys(self) -> Ring:
        if self._ring is None:
            self._ring = load_ring()
        return self._ring
