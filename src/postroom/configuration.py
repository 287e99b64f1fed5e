"""Settings that administrators change while Postroom runs: names, types, defaults, reading and writing.

The defaults follow what help desks of this kind ship (see the manual, "Settings").
"""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from postroom.models import Setting

_FRESH_FOR = 2.0
"""Seconds a reading may be old: a changed setting holds everywhere within that time, and no page asks twice."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Every such setting with its default."""

    organisation: str = ""
    public_url: str = ""
    default_language: str = "en"
    time_zone: str = "UTC"
    """In which the hours of scheduled jobs are meant."""
    set_up: bool = False
    ticket_number_kind: str = "counter"
    """counter or date"""
    ticket_mark: str = "Ticket#"
    """What stands before the number in `[Ticket#12345]`."""
    ticket_mark_place: str = "right"
    """left, right or off"""
    reply_prefix: str = "RE"
    forward_prefix: str = "FWD"
    subject_length: int = 110
    sender_format: str = "agent_via"
    """agent_via (`Agent via Address name`), address or agent"""
    sender_separator: str = "via"
    reply_to_as_sender: str = "off"
    """off, sender, or sender_keep_name (Reply-To's address with From's name)"""
    customer_from_recipient: bool = True
    """An agent who writes in for a customer: the first recipient that is not ours becomes the customer."""
    size_limit: int = 10 * 1024 * 1024
    """Bytes; a larger mail becomes a ticket with headers, text and a list of what was left out."""
    tell_sender_too_large: bool = True
    notification_sender: str = ""
    """Address Postroom's own mails are sent from; empty: the first sending address."""
    no_automatic_mail_to: str = r"(mailer-daemon|postmaster|abuse|root|noreply|noreply.+?|no-reply|no-reply.+?)@.+?"
    trusted_authserv_ids: tuple[str, ...] = ()
    blocked_senders: tuple[str, ...] = ()
    """Lower-case addresses, or `@domain`: their mail becomes no ticket."""
    monitoring: bool = True
    """One ticket per fault of a monitoring system, closed on recovery. On, because it only ever joins mails that one
    sender wrote in the format of such a system."""
    outside_references: bool = True
    """Mails of Jira and ServiceNow about one issue go into one ticket. On, because only mails with the system's own
    header, from the address that wrote before, are joined."""
    webhook_networks: tuple[str, ...] = ()
    """Networks (10.0.0.0/8) and host names outside the internet that webhooks may call; empty: none."""
    retry_hours: int = 48
    undo_seconds: int = 10
    """So long an agent can call a mail back; 0: it leaves at once."""
    audit_days: int = 365
    """So long the audit log is kept; 0: for ever."""
    notification_days: int = 90
    """So long notifications in the page are kept; 0: for ever."""
    agents_make_tags: bool = True
    """Whether agents may give a ticket a tag that is not in the list yet."""
    password_length: int = 10
    """Characters that a new password needs."""
    forbidden_words: tuple[str, ...] = ()
    """Words that no new password may contain."""
    session_days: int = 14
    """After so many days people sign in anew, whatever they do."""
    idle_minutes: int = 0
    """After so long without a click people sign in anew; 0: never."""
    accent: str = ""
    """The colour of buttons and links as #rrggbb; empty: Postroom's own blue."""
    logo: str = ""
    """The beginning of the digest of the logo; empty: Postroom's own mark."""


_DEFAULTS = Configuration()
_FIELDS = {field.name for field in dataclasses.fields(Configuration)}
_cached: tuple[float, Configuration] | None = None


def configuration() -> Configuration:
    """Return the settings as they are now, at most two seconds old."""
    global _cached
    # Looked at once: another thread may forget it meanwhile.
    cached = _cached
    if cached is None or time.monotonic() - cached[0] > _FRESH_FOR:
        _cached = cached = (time.monotonic(), _read())
    return cached[1]


def configure(**changes: Any) -> Configuration:
    """Store those of `changes` that differ from what holds, and return the settings as they are then.

    Raises KeyError for a name that is no setting.
    """
    unknown = set(changes) - _FIELDS
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    with transaction.atomic():
        now = _read()
        for key, value in changes.items():
            if _typed(value) == getattr(now, key):
                continue
            Setting.objects.update_or_create(key=key, defaults={"value": value})
    forget()
    return configuration()


def forget() -> None:
    """Let the next reading ask the database."""
    global _cached
    _cached = None


def _read() -> Configuration:
    stored = {row.key: row.value for row in Setting.objects.all() if row.key in _FIELDS}
    return dataclasses.replace(_DEFAULTS, **{key: _typed(value) for key, value in stored.items()})


def _typed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
