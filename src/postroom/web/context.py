"""What the frame of every page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from postroom.models import Level, User
from postroom.prepared import rows
from postroom.tickets.access import group_ids, is_administrator, is_agent
from postroom.web.appearance import cookies
from postroom.web.appearance.brand import PLAIN, brand
from postroom.web.overviews.navigation import navigation

_ALARMS = """
SELECT (SELECT count(*) FROM postroom_channelhealth JOIN postroom_channel ON postroom_channel.id = channel_id
         WHERE state = 'failing' AND active),
       (SELECT count(*) FROM postroom_outbound WHERE state IN ('failed', 'uncertain')),
       (SELECT count(*) FROM postroom_inbound WHERE state = 'quarantined'),
       (SELECT count(*) FROM postroom_housekeeping WHERE failed_since IS NOT NULL)
"""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what `base.html` needs; nothing here asks the database unless the template does."""
    user = getattr(request, "user", None)
    own_look = SimpleLazyObject(brand)
    if not isinstance(user, User):
        # What is not there is answered without the database.
        shown = own_look if request.resolver_match else PLAIN
        return {"assets": settings.ASSETS, "brand": shown, "theme": cookies.theme(request)}
    return {
        "assets": settings.ASSETS,
        "brand": own_look,
        "theme": user.theme or cookies.theme(request),
        # A page that fetches itself anew because of news wants neither frame nor messages, which are for the next page.
        "shell": "live/shell.html" if "X-Live" in request.headers else "base.html",
        "is_administrator": SimpleLazyObject(lambda: is_administrator(user)),
        "works_here": SimpleLazyObject(lambda: is_agent(user) or is_administrator(user)),
        "reads_tickets": SimpleLazyObject(lambda: bool(group_ids(user, Level.READ))),
        "overviews": SimpleLazyObject(lambda: navigation(user)),
        "alarms": SimpleLazyObject(_alarms),
    }


def _alarms() -> dict[str, int]:
    """Count what waits for an administrator, in one statement."""
    ((channels, mails_out, mails_in, untidied),) = rows(_ALARMS)
    return {"channels": channels, "outbox": mails_out, "quarantine": mails_in, "health": untidied}
