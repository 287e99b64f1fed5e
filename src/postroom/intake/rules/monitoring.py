"""Mails of monitoring systems: one ticket per fault, closed on recovery.

On by default: only mails of one sender, all in the format of such a system, are joined. No mail of theirs opens a
pending ticket again: the person who put it off knows of the fault.
"""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, KnownTicket, Verdict, miss
from postroom.mail.outside.values import Fault, FaultState
from postroom.models import TicketState
from postroom.models.tickets import OPEN_STATES
from postroom.sentences import Sentence
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Put the mail into the ticket of its fault, or let it begin one; close it where the fault is over."""
    fault = facts.fault
    if fault is None:
        return miss()
    if not facts.settings.monitoring:
        return miss(_("This rule is switched off in the settings."))
    ticket = decision.follow_up_of or facts.of_matter
    quiet = decision.but(may_answer=False)
    because = _reported(fault)
    if ticket is None or (fault.state is FaultState.PROBLEM and not _is_open(ticket)):
        return Verdict(because, _new(facts, quiet, fault.state))
    return Verdict(
        _("%(report)s: ticket %(number)s", report=because, number=ticket.number), _added(quiet, ticket, fault.state)
    )


def _reported(fault: Fault) -> Sentence:
    if fault.state is FaultState.PROBLEM:
        return _("%(program)s: %(name)s, problem", program=fault.program, name=fault.name)
    if fault.state is FaultState.RECOVERY:
        return _("%(program)s: %(name)s, recovery", program=fault.program, name=fault.name)
    return _("%(program)s: %(name)s, notice", program=fault.program, name=fault.name)


def _new(facts: Facts, decision: Decision, state: FaultState) -> Decision:
    """A notice is about no fault that we know; a recovery without its problem is kept, but is no work."""
    if state is FaultState.NOTICE:
        return decision
    begun = decision.but(matters=facts.matters, follow_up_of=None)
    if state is FaultState.PROBLEM:
        return begun
    return begun.but(ticket={**decision.ticket, "state": TicketState.CLOSED})


def _added(decision: Decision, ticket: KnownTicket, state: FaultState) -> Decision:
    added = decision.but(follow_up_of=ticket, wakes=False)
    if state is not FaultState.RECOVERY or not _is_open(ticket):
        return added
    return added.but(change={**decision.change, "state": TicketState.CLOSED})


def _is_open(ticket: KnownTicket) -> bool:
    return ticket.state in OPEN_STATES
