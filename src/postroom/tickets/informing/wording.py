"""What notices say, in the language that is active."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postroom.configuration import configuration
from postroom.models import Event, NotificationKind, User
from postroom.tickets.informing.concerns import Concern
from postroom.tickets.subjects import for_sending

_LONGEST = 2_000
LINES: dict[NotificationKind, str | Promise] = {
    NotificationKind.MENTION: gettext_lazy("%(who)s mentioned you."),
    NotificationKind.ASSIGNED: gettext_lazy("%(who)s assigned this ticket to you."),
    NotificationKind.ANSWERED: gettext_lazy("%(who)s wrote in this ticket."),
    NotificationKind.REMINDER: gettext_lazy("The time of this pending ticket is reached."),
    NotificationKind.NEW: gettext_lazy("%(who)s opened this ticket."),
    NotificationKind.FOLLOWED: gettext_lazy("%(who)s changed this ticket, which you follow."),
}


def line_of(kind: NotificationKind, who: User | None) -> str:
    """Return the sentence that says why somebody is told."""
    return str(LINES[kind]) % {"who": who or "Postroom"}


def subject_of(event: Event) -> str:
    """Return the subject of a notice, with the ticket's mark: an answer to it finds the ticket."""
    return for_sending(event.ticket.title, event.ticket.number, "", configuration())


def body_of(about: Sequence[Concern], people: Mapping[int, User]) -> str:
    """Return the text of a notice about one ticket."""
    event = about[-1].event
    lines = [line_of(concern.kind, people.get(concern.event.actor_id or 0)) for concern in about]
    away = {people[concern.instead_of] for concern in about if concern.instead_of}
    lines += [_("You are told because you stand in for %(name)s.") % {"name": person} for person in away]
    settings = f"{configuration().public_url}/notifications/settings/"
    return "\n\n".join(
        part
        for part in (
            "\n".join(dict.fromkeys(lines)),
            f"#{event.ticket.number} {Truncator(event.ticket.title).chars(200)}\n"
            f"{configuration().public_url}/tickets/{event.ticket_id}/",
            _words(event),
            _("What you are told of by mail, you choose here: %(address)s") % {"address": settings},
        )
        if part
    )


def _words(event: Event) -> str:
    """What was written; not where it came encrypted, for the notice leaves in clear."""
    article = event.article
    if article is None or article.security.get("encrypted"):
        return ""
    return Truncator(article.new_text or article.body_text).chars(_LONGEST)
