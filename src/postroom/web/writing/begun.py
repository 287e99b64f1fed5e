"""What a person has begun to write in a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from postroom.models import Draft, DraftKind, Ticket, User
from postroom.web.writing.drafts import saved_words


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft, and where to go on with it."""

    draft: Draft
    words: str
    url: str


def begun_in(ticket: Ticket, user: User) -> list[Begun]:
    """Return the drafts of `user` in `ticket`, the newest first. One statement."""
    rows = ticket.drafts.filter(user=user, outbound=None).order_by("-saved_at")
    return [Begun(draft, saved_words(draft), _address(ticket, draft)) for draft in rows]


def _address(ticket: Ticket, draft: Draft) -> str:
    if draft.kind == DraftKind.NOTE:
        return reverse("ticket_note", args=[ticket.pk])
    return reverse("ticket_mail", args=[ticket.pk, draft.kind])
