"""Macros: the actions of triggers, done by an agent with one click."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from postroom.models import Article, ArticleKind, Event, EventKind, Macro, SenderKind, Ticket
from postroom.tickets.act import Act
from postroom.tickets.automatic import Gate
from postroom.tickets.changing import ChangeRefused
from postroom.tickets.locking import locked_many
from postroom.tickets.replying import ReplyRefused
from postroom.tickets.undoing import Changed, changed_since, standing
from postroom.triggers.actions import MACRO_ACTIONS
from postroom.triggers.occasion import Occasion


class MacroRefused(ValueError):  # named like the verbs' other refusals
    """A macro that cannot be run on a ticket; its text is a sentence for the person who asked."""


def run_macro(act: Act, tickets: Iterable[Ticket], macro: Macro) -> list[Changed]:
    """Do the actions of `macro` on each of `tickets` and return what they changed of each.

    All of it is one transaction, that of `act`. Raises MacroRefused at the first ticket that refuses; then the caller's
    transaction must not be kept.
    """
    rows = list(locked_many(ticket.pk for ticket in tickets).values())
    answered = _last_mails(rows)
    return [_run(act.but(reason=macro.name), ticket, answered.get(ticket.pk), macro) for ticket in rows]


def writes(macro: Macro) -> bool:
    """Whether `macro` writes a message, which stays where its changes are taken back."""
    return any(action["action"] in ("answer", "note") for action in macro.actions)


def offered_for(group_ids: Iterable[int]) -> QuerySet[Macro]:
    """Return the active macros that may be run on tickets of all these groups, by name."""
    wanted = set(group_ids)
    rows = Macro.objects.filter(active=True)
    for group_id in wanted:
        rows = rows.filter(Q(groups=None) | Q(pk__in=Macro.objects.filter(groups=group_id).values("pk")))
    return rows.distinct().order_by("name")


def offered_along() -> ArraySubquery:
    """Return, for a query of tickets, the macros that may be run on each, as `{"pk": ..., "name": ...}` by name."""
    somewhere = Macro.groups.through.objects.filter(macro=OuterRef("pk"))
    here = somewhere.filter(group=OuterRef(OuterRef("group")))
    rows = Macro.objects.filter(~Exists(somewhere) | Exists(here), active=True).order_by("name")
    return ArraySubquery(rows.values(data=JSONObject(pk="pk", name="name")))


def _run(act: Act, ticket: Ticket, answered: Article | None, macro: Macro) -> Changed:
    before, closed_before = standing(ticket), ticket.closed_at
    event = Event(ticket=ticket, article=answered, kind=EventKind.CHANGED, actor=act.by, created_at=act.at)
    occasion = Occasion(act, event, Gate.open([]), {})
    try:
        for action in macro.actions:
            MACRO_ACTIONS[action["action"]](occasion, action)
    except (ChangeRefused, ReplyRefused) as refused:
        raise MacroRefused(
            _("“%(macro)s” cannot be run on #%(number)s: %(reason)s")
            % {"macro": macro.name, "number": ticket.number, "reason": refused}
        ) from refused
    return changed_since(ticket, before, closed_before)


def _last_mails(tickets: list[Ticket]) -> dict[int, Article]:
    """What an answer answers: each ticket's last mail from the customer. One statement."""
    mails = Article.objects.filter(ticket__in=tickets, kind=ArticleKind.EMAIL, sender=SenderKind.CUSTOMER)
    return {mail.ticket_id: mail for mail in mails.order_by("created_at", "id")}
