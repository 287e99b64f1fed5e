"""A report of a failed delivery belongs to the ticket of the mail that bounced."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.mail.values import NatureKind
from postroom.models import SenderKind


def check(facts: Facts, decision: Decision) -> Verdict:
    """Attach a bounce to what bounced. Only a lasting failure of a person's mail opens the ticket again."""
    if facts.mail.nature.kind != NatureKind.BOUNCE:
        return miss()
    plain = decision.but(sender=SenderKind.SYSTEM, may_answer=False)
    if not facts.referenced:
        return Verdict("a bounce, but not of a mail we know", plain)
    bounced = facts.referenced[0]
    permanent = any(recipient.permanent for recipient in facts.mail.bounce.recipients) if facts.mail.bounce else False
    return Verdict(
        f"bounced: a mail of ticket {bounced.ticket.number}",
        plain.but(follow_up_of=bounced.ticket, wakes=permanent and not bounced.automatic, internal=bounced.internal),
    )
