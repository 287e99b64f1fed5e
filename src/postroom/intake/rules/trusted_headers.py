"""Programs that are trusted may say what a ticket is to be, by headers.

`X-Postroom-Ticket-State`, `-Priority`, `-Tags`, `X-Postroom-Ignore`, and for those who change over the same names with
`X-Zammad-`. From other channels such headers mean nothing.
"""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.intake.priorities import PRIORITIES
from postroom.models import Priority, TicketState
from postroom.sentences import sentence as _

_PREFIXES = ("X-Postroom-", "X-Zammad-")


def check(facts: Facts, decision: Decision) -> Verdict:
    """Obey the headers of a mail from a trusted channel."""
    if not facts.channel.trusted:
        return miss(_("The channel is not marked as trusted."))
    if _header(facts, "Ignore").lower() in ("yes", "true", "1"):
        return Verdict(_("The header X-Postroom-Ignore says to ignore it."), decision.but(ignore=True))
    ticket, tags = _attributes(facts), _tags(facts)
    if not ticket and not tags:
        return miss(_("It has no such header."))
    wishes = ", ".join([*(f"{name}: {value}" for name, value in ticket.items()), *tags])
    return Verdict(
        _("Its headers say: %(wishes)s.", wishes=wishes),
        decision.but(ticket={**decision.ticket, **ticket}, tags=(*decision.tags, *tags)),
    )


def _header(facts: Facts, name: str) -> str:
    return next((value for prefix in _PREFIXES if (value := facts.mail.header(prefix + name).strip())), "")


def _attributes(facts: Facts) -> dict[str, object]:
    attributes: dict[str, object] = {}
    state = _header(facts, "Ticket-State").lower().replace(" ", "_")
    if state in (TicketState.NEW, TicketState.OPEN, TicketState.CLOSED):
        attributes["state"] = state
    priority = PRIORITIES.get(_header(facts, "Ticket-Priority").lower())
    if priority:
        attributes["priority"] = Priority(priority)
    return attributes


def _tags(facts: Facts) -> tuple[str, ...]:
    return tuple(tag.strip()[:100] for tag in _header(facts, "Ticket-Tags").split(",") if tag.strip())
