"""What a person has begun to write in a ticket."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.expressions import BaseExpression
from django.db.models.functions import JSONObject
from django.urls import reverse

from postroom.models import Draft, DraftKind, Ticket, User
from postroom.web.writing.drafts import saved_words

_NAME = "begun"


@dataclass(frozen=True, slots=True)
class Begun:
    """A draft, and where to go on with it."""

    kind: str
    words: str
    url: str


def with_begun(user: User) -> dict[str, BaseExpression]:
    """Return what `ticket_of` has to ask along for `begun_in`."""
    drafts = Draft.objects.filter(ticket=OuterRef("pk"), user=user, outbound=None).order_by("-saved_at")
    return {_NAME: ArraySubquery(drafts.values(data=JSONObject(kind="kind", saved_at="saved_at")))}


def begun_in(ticket: Ticket) -> list[Begun]:
    """Return the person's drafts in a ticket that was found `with_begun`, the newest first."""
    return [_begun(ticket, **row) for row in vars(ticket)[_NAME]]


def _begun(ticket: Ticket, kind: str, saved_at: str) -> Begun:
    words = saved_words(datetime.datetime.fromisoformat(saved_at))
    return Begun(str(DraftKind(kind).label), words, _address(ticket, kind))


def _address(ticket: Ticket, kind: str) -> str:
    if kind == DraftKind.NOTE:
        return reverse("ticket_note", args=[ticket.pk])
    return reverse("ticket_mail", args=[ticket.pk, kind])
