"""The audit log: who is at work is said once, and the database writes down what they change.

Triggers of the tables (migration 0011) write the rows, in the transaction of the change: whatever the code says, by
whichever verb or bulk statement, nothing that `auditing` surrounds can be left out.
"""

from __future__ import annotations

import datetime
import ipaddress
import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from postroom.configuration import configuration
from postroom.models import AuditEntry, AuditKind, User

_PIECE = 5_000


@contextmanager
def auditing(by: User | None, via: str, ip: str = "") -> Iterator[None]:
    """Write down every administrative change that is made meanwhile, as done by this person from this address.

    `via`: web or command. Not to be opened inside another one.
    """
    name = (by.name or by.email) if by else ""
    _say(json.dumps({"by": by.pk if by else None, "name": name, "via": via, "ip": _address(ip)}))
    try:
        yield
    finally:
        # Where the connection is in pieces its server has forgotten who was at work, and so it has in a new one.
        if connection.is_usable() and not connection.needs_rollback:
            _say("")


def note_sign_in(user: User, ip: str) -> None:
    """Write down that somebody signed in."""
    _note(AuditKind.SIGNED_IN, user, user.name or user.email, ip)


def note_refused_sign_in(email: str, ip: str) -> None:
    """Write down that somebody tried to sign in with this address and was refused."""
    _note(AuditKind.REFUSED, User.objects.filter(email__iexact=email).first(), email, ip)


def note_sessions_ended(by: User, whose: User, ip: str) -> None:
    """Write down that somebody ended sessions, their own or another person's."""
    _note_about(AuditKind.SIGNED_OUT, by, whose, ip, {})


def note_second_step_removed(by: User | None, whose: User, ip: str) -> None:
    """Write down that the second step of somebody's sign-in was taken away, at the terminal where `by` is None."""
    _note_about(AuditKind.CHANGED, by, whose, ip, {"second_step": None})


def forget_old_entries() -> None:
    """Delete what is older than the settings say, a piece at a time."""
    if configuration().audit_days:
        before = timezone.now() - datetime.timedelta(days=configuration().audit_days)
        old = AuditEntry.objects.filter(at__lt=before).order_by("at").values("pk")[:_PIECE]
        AuditEntry.objects.filter(pk__in=old).delete()


def _note(kind: AuditKind, user: User | None, name: str, ip: str) -> None:
    AuditEntry.objects.create(
        at=timezone.now(), actor=user, actor_name=name[:254], via="web", ip=_address(ip), kind=kind
    )


def _note_about(kind: AuditKind, by: User | None, whose: User, ip: str, changes: dict[str, None]) -> None:
    AuditEntry.objects.create(
        at=timezone.now(),
        actor=by,
        actor_name=(by.name or by.email)[:254] if by else "",
        via="web" if by else "command",
        ip=_address(ip),
        kind=kind,
        subject="user",
        subject_id=str(whose.pk),
        label=(whose.name or whose.email)[:254],
        changes=changes,
    )


def _address(ip: str) -> str | None:
    try:
        return str(ipaddress.ip_address(ip))
    except ValueError:
        return None


def _say(doing: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('postroom.doing', %s, false)", [doing])
