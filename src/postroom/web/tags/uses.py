"""What names a tag, with where it is changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from postroom.models import Tag
from postroom.tickets.tagging.rules import Use, uses_of

_KINDS = {
    "trigger": (_("Trigger"), "trigger"),
    "scheduledjob": (_("Scheduled job"), "scheduled_job"),
    "macro": (_("Macro"), "macro"),
    "filter": (_("Filter"), "filter"),
    "storedoverview": (_("Overview"), "overview"),
    "tickettemplate": (_("Ticket template"), "ticket_template"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One rule: `href` is empty where it is somebody's own, which is theirs to change; its name is theirs, too."""

    kind: str | Promise
    name: str
    href: str


def shown_uses(tag: Tag) -> list[Shown]:
    """Return everything that names the tag."""
    return [_shown(use) for use in uses_of(tag.name)]


def search_for(tag: Tag) -> str:
    """Return what finds the tickets that have the tag, as people type it into the search."""
    return f'tag:"{tag.name}"'


def _shown(use: Use) -> Shown:
    kind, view = _KINDS[use.kind]
    if use.owner_id is not None:
        return Shown(_("Somebody’s own overview"), "", "")
    return Shown(kind, use.name, reverse(view, args=[use.pk]))
