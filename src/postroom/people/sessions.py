"""Where people are signed in, and ending that. Open pages hear of it at once: the table tells them (migration 0015)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from postroom.models import Session, User


def sessions_of(user: User) -> QuerySet[Session]:
    """Return the sessions that have not ended, the one that was used last first."""
    return Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at", "session_key")


def mark_of(session_key: str) -> str:
    """Return what a page may call a session; its key would open it."""
    return salted_hmac("postroom.people.sessions", session_key).hexdigest()[:24]


def end_session(user: User, mark: str) -> bool:
    """End that session of the person; return whether there was one."""
    key = next((row.session_key for row in sessions_of(user) if mark_of(row.session_key) == mark), None)
    return key is not None and Session.objects.filter(pk=key).delete()[0] > 0


def end_sessions(user: User, *, but: str = "") -> int:
    """End all sessions of the person, except the one with the key `but`; return how many there were."""
    ended, _kinds = Session.objects.filter(user=user).exclude(pk=but).delete()
    return ended
