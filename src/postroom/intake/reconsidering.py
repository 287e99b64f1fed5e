"""Mails that could not be opened when they came: once the key is there they are read, and the rules asked, again.

Their tickets are there already: nothing is opened, answered or counted a second time.
"""

from __future__ import annotations

from typing import Any

import structlog

from postroom.configuration import configuration
from postroom.enqueue import OPEN_WAITING, enqueue
from postroom.intake.apply import change_as_wished, stock
from postroom.intake.decision import Decision, Said
from postroom.intake.facts import Mail, first_decision, gather
from postroom.intake.lookup import Known, look_up
from postroom.intake.reading import Reader
from postroom.intake.rereading import NotReadable, read_again
from postroom.intake.rules import decide
from postroom.models import Article, Inbound, Priority, Ticket, TicketState, User
from postroom.sentences import sentence as _
from postroom.tickets.act import Act, acting
from postroom.tickets.locking import locked
from postroom.tickets.merging import merge

log = structlog.get_logger(__name__)


def ask_to_open_waiting(by: User) -> None:
    """Let the worker open what waits for a key. Raises AlreadyEnqueued where it is about to."""
    enqueue(OPEN_WAITING, queueing_lock=OPEN_WAITING, by_id=by.pk)


def open_waiting(by_id: int) -> int:
    """Open the mails that waited for a key, each in a transaction of its own; return how many could be opened."""
    by = User.objects.filter(pk=by_id).first()
    waiting = Article.objects.filter(security__problem="no-key").order_by("pk").values_list("pk", flat=True)
    return sum(_opened(by, pk) for pk in list(waiting))


def open_again(act: Act, article: Article) -> bool:
    """Read the mail of `article` again, and ask the rules where it was opened now; return whether anything is new.

    Raises NotReadable.
    """
    ticket = locked(article.ticket_id)
    closed = article.security.get("problem") == "no-key"
    changed = read_again(act, ticket, article)
    if changed and closed and not article.security["problem"]:
        _reconsider(act, ticket, article)
    return changed


def _opened(by: User | None, article_id: int) -> bool:
    try:
        with acting(by, "web") as act:
            article = Article.objects.get(pk=article_id)
            return open_again(act, article) and not article.security["problem"]
    except (Article.DoesNotExist, Ticket.DoesNotExist, NotReadable):
        log.info("mail that waited for a key is gone", article=article_id)
        return False


def _reconsider(act: Act, ticket: Ticket, article: Article) -> None:
    settings = configuration()
    item = Reader(settings).read(Inbound.objects.select_related("raw", "channel").get(article=article))
    known = look_up([item.mail], settings)
    facts = gather(item, known, settings)
    decision, trace = decide(facts, first_decision(facts))
    again = _("A key for it was added, so it was read and the rules were asked once more.")
    item.row.trace = [Said("read_again", True, again).stored(), *trace]
    _follow(act.but(silent=act.silent or decision.silent), item, ticket, decision, known)
    item.row.save(update_fields=["trace"])


def _follow(act: Act, item: Mail, ticket: Ticket, decision: Decision, known: Known) -> None:
    """Do what the rules want of a ticket that is there; one in which more was said since stays as it is."""
    if ticket.article_count != 1 or ticket.state == TicketState.MERGED or decision.ignore:
        return
    supplies = stock([], known, configuration())
    answered = decision.follow_up_of
    if answered is not None and answered.id != ticket.pk:
        target = known.tickets[answered.id]
        merge(act, ticket, target)
        change_as_wished(act, item, target, decision.change, supplies)
    else:
        change_as_wished(act, item, ticket, _untouched(ticket, item, decision), supplies)


def _untouched(ticket: Ticket, item: Mail, decision: Decision) -> dict[str, Any]:
    """Return the wishes about what nobody has changed since the mail came."""
    wishes = dict(decision.ticket)
    if ticket.state != TicketState.NEW:
        wishes = {name: value for name, value in wishes.items() if name not in ("state", "pending_until")}
    if ticket.priority != Priority.NORMAL:
        wishes.pop("priority", None)
    if ticket.owner_id is not None:
        wishes.pop("owner_id", None)
    if ticket.group_id == item.row.channel.group_id != decision.group_id:
        wishes["group_id"] = decision.group_id
    if decision.tags:
        wishes["tags"] = decision.tags
    return wishes
