"""Mails of Jira and ServiceNow about one issue belong together.

On by default: a mail is joined only where the system's own header says that it wrote it, and only to a ticket that the
same address wrote into about the same issue, so nobody can reach a stranger's ticket by naming a number.
"""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.intake.rules.follow_up import wants_new_ticket
from postroom.models import Hint


def check(facts: Facts, decision: Decision) -> Verdict:
    """Find the ticket of the issue that the mail is about, or let it be found by that issue from now on."""
    issue = facts.issue
    if issue is None:
        return miss()
    if not facts.settings.outside_references:
        return miss("the setting is off")
    noted = decision.but(matters=facts.matters)
    because = f"{issue.number} ({issue.because})"
    ticket = facts.of_matter
    if decision.follow_up_of is not None or ticket is None:
        return Verdict(because, noted)
    if wants_new_ticket(ticket, facts.received):
        why = f"{because}: ticket {ticket.number} is closed and its group wants a new one"
        return Verdict(why, noted.but(hint=Hint.CLOSED, hinted=ticket))
    return Verdict(f"{because}: ticket {ticket.number}", noted.but(follow_up_of=ticket))
