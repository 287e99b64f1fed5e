"""Mails of Jira and ServiceNow about one issue belong together.

On by default: a mail is joined only where the system's own header says that it wrote it, and only to a ticket that the
same address wrote into about the same issue, so nobody can reach a stranger's ticket by naming a number.
"""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, KnownTicket, Verdict, miss
from postroom.intake.rules.follow_up import wants_new_ticket
from postroom.models import Hint
from postroom.sentences import Sentence, joined
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Find the ticket of the issue that the mail is about, or let it be found by that issue from now on."""
    issue = facts.issue
    if issue is None:
        return miss()
    if not facts.settings.outside_references:
        return miss(_("This rule is switched off in the settings."))
    noted = decision.but(matters=facts.matters)
    because = _("It is about %(issue)s (%(header)s).", issue=issue.number, header=issue.because)
    ticket = facts.of_matter
    if decision.follow_up_of is not None or ticket is None:
        return Verdict(because, noted)
    if wants_new_ticket(ticket, facts.received):
        return Verdict(joined((because, _closed(ticket)), " "), noted.but(hint=Hint.CLOSED, hinted=ticket))
    found = _("Its ticket is %(number)s.", number=ticket.number)
    return Verdict(joined((because, found), " "), noted.but(follow_up_of=ticket))


def _closed(ticket: KnownTicket) -> Sentence:
    return _("Its ticket %(number)s is closed; its group wants a new ticket then.", number=ticket.number)
