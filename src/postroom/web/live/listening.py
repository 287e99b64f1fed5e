"""Who listens at the other end of a live connection: asked again and again, for it lasts longer than a page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest
from django.utils.module_loading import import_string

from postroom.live.news import Listener
from postroom.models import Level, User
from postroom.tickets.access import group_ids, is_administrator, is_agent, remember_rights
from postroom.web.sign_in.required import lacks_second_step


def listener_of(session_key: str | None) -> Listener | None:
    """Return who is signed in by that session and what they may see now; None where the session is over.

    The thread's database connection goes back to the pool at once: a live connection must not hold one for hours.
    """
    try:
        return _listener(session_key)
    finally:
        connection.close()


def _listener(session_key: str | None) -> Listener | None:
    request = HttpRequest()
    request.session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")(session_key)
    user = get_user(request)
    if not isinstance(user, User):
        return None
    remember_rights(user)
    if not (is_agent(user) or is_administrator(user)) or lacks_second_step(user):
        return None
    return Listener(user.pk, frozenset(group_ids(user, Level.READ) | group_ids(user, Level.OVERVIEW)))
