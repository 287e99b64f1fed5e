"""A report of a failed delivery belongs to the ticket of the mail that bounced."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.mail.values import NatureKind
from postroom.models import SenderKind
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Attach a bounce to what bounced. Only a lasting failure of a person's mail opens the ticket again."""
    if facts.mail.nature.kind != NatureKind.BOUNCE:
        return miss()
    plain = decision.but(sender=SenderKind.SYSTEM, may_answer=False)
    if not facts.referenced:
        return Verdict(_("It reports a failed delivery, but not of a mail that Postroom sent."), plain)
    bounced = facts.referenced[0]
    permanent = any(recipient.permanent for recipient in facts.mail.bounce.recipients) if facts.mail.bounce else False
    return Verdict(
        _("A mail of ticket %(number)s was not delivered.", number=bounced.ticket.number),
        plain.but(follow_up_of=bounced.ticket, wakes=permanent and not bounced.automatic, internal=bounced.internal),
    )
