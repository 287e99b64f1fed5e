"""An answer belongs to the ticket it answers - if its sender has something to do with it.

Whoever quotes a ticket number, or forwards a mail with its references, must not land in a stranger's ticket.
"""

from __future__ import annotations

import datetime

from postroom.intake.decision import Decision, Facts, KnownTicket, Verdict, miss
from postroom.models import Hint, TicketState
from postroom.models.groups import FollowUp
from postroom.sentences import Sentence
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Find the ticket by the subject's mark, then by References and In-Reply-To."""
    if decision.follow_up_of is not None:
        return miss(_("Its ticket has already been found."))
    candidates = [*facts.numbered, *(article.ticket for article in facts.referenced)]
    if not candidates:
        return miss(_("Neither its subject nor its references name a ticket."))
    ticket = next((candidate for candidate in candidates if _takes_part(facts, candidate)), None)
    if ticket is None:
        stranger = candidates[0]
        return Verdict(
            _(
                "It names ticket %(number)s, but %(email)s has nothing to do with that ticket.",
                number=stranger.number,
                email=facts.from_email,
            ),
            decision.but(hint=Hint.STRANGER, hinted=stranger),
        )
    if wants_new_ticket(ticket, facts.received):
        return Verdict(
            _(
                "It answers ticket %(number)s, which is closed; its group wants a new ticket then.",
                number=ticket.number,
            ),
            decision.but(hint=Hint.CLOSED, hinted=ticket),
        )
    return Verdict(_how(facts, ticket), decision.but(follow_up_of=ticket))


def _how(facts: Facts, ticket: KnownTicket) -> Sentence:
    if ticket in facts.numbered:
        return _("Its subject names ticket %(number)s.", number=ticket.number)
    return _("Its references lead to ticket %(number)s.", number=ticket.number)


def _takes_part(facts: Facts, ticket: KnownTicket) -> bool:
    sender = facts.from_email
    organisation = facts.sender_organisation_id
    return (
        sender == ticket.customer_email
        or sender in facts.agents
        or sender in ticket.participants
        or (organisation is not None and organisation == ticket.shared_organisation_id)
    )


def wants_new_ticket(ticket: KnownTicket, now: datetime.datetime) -> bool:
    """Whether an answer to `ticket` becomes a ticket of its own, by the ticket's state and its group's wish."""
    if ticket.state != TicketState.CLOSED or ticket.follow_up == FollowUp.REOPEN:
        return False
    if ticket.follow_up == FollowUp.NEW_TICKET:
        return True
    return ticket.closed_at is not None and now - ticket.closed_at > datetime.timedelta(days=ticket.follow_up_days)
