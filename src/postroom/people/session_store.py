"""Sessions in the table that also says whose they are: `settings.SESSION_ENGINE`.

Django's own way of keeping columns beside the data of a session (Django documentation, "Extending database-backed
session engines").
"""

from __future__ import annotations

import datetime
import time
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from postroom.models import Session
from postroom.prepared import Prepared, Slot

BEGAN, SEEN, BROWSER, ADDRESS = "began", "seen", "browser", "address"
"""What a session remembers of the person's visit; times are seconds since 1970."""

_lasting = Prepared(
    lambda: Session.objects.filter(session_key=Slot(0), expire_date__gt=Slot(1)).values_list("session_data")
)


class SessionStore(DatabaseStore):
    """A session that can be listed and ended."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def load(self) -> dict[str, Any]:
        """Return what the session remembers; one that is over or unknown is nobody's."""
        for (data,) in _lasting.rows(self.session_key, timezone.now()):
            return self.decode(data)
        self._session_key = None
        return {}

    def save(self, must_create: bool = False) -> None:
        """Store the session; that of somebody who has just signed in begins now."""
        if SESSION_KEY in self and BEGAN not in self:
            self[BEGAN] = self[SEEN] = time.time()
        super().save(must_create)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row for `data`."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.browser, row.address = data.get(BROWSER, "")[:300], data.get(ADDRESS) or None
        row.began_at, row.seen_at = _moment(data.get(BEGAN)), _moment(data.get(SEEN))
        return row


def _moment(seconds: float | None) -> datetime.datetime | None:
    return None if seconds is None else datetime.datetime.fromtimestamp(seconds, datetime.UTC)
