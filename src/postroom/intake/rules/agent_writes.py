"""An agent who writes in, or forwards a customer's mail, is not the customer."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.mail.forwarded import forwarded_sender
from postroom.mail.values import Address
from postroom.models import SenderKind
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Mark what an agent wrote, and find the customer it is about."""
    if decision.sender != SenderKind.CUSTOMER:
        return miss()
    if facts.from_email not in facts.agents and facts.from_email not in facts.own_addresses:
        return miss(_("The sender is not an agent."))
    agent = decision.but(sender=SenderKind.AGENT)
    if decision.follow_up_of is not None:
        return Verdict(_("%(email)s is an agent.", email=facts.from_email), agent)
    original = forwarded_sender(facts.mail.subject, facts.mail.text)
    if original is not None and original.email.lower() not in facts.own_addresses | facts.agents:
        return Verdict(
            _("An agent forwards a mail from %(email)s.", email=original.email), decision.but(customer=original)
        )
    recipient = _recipient(facts)
    if recipient is None or not facts.settings.customer_from_recipient:
        return Verdict(_("%(email)s is an agent.", email=facts.from_email), agent)
    return Verdict(_("An agent writes to %(email)s.", email=recipient.email), agent.but(customer=recipient))


def _recipient(facts: Facts) -> Address | None:
    addresses = (*facts.mail.to, *facts.mail.cc)
    return next(
        (item for item in addresses if "@" in item.email and item.email.lower() not in facts.own_addresses), None
    )
