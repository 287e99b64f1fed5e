"""Forms and shops write in the name of a customer and say so in Reply-To."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.mail.values import Address
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Take Reply-To as the customer, where the settings say so."""
    mode = facts.settings.reply_to_as_sender
    reply_to = next((address for address in facts.mail.reply_to if "@" in address.email), None)
    if mode == "off":
        return miss(_("This rule is switched off in the settings."))
    if reply_to is None or reply_to.email.lower() in facts.own_addresses:
        return miss(_("It has no usable Reply-To."))
    if decision.follow_up_of is not None:
        return miss(_("The ticket already has a customer."))
    name = facts.mail.from_.name if mode == "sender_keep_name" else reply_to.name
    return Verdict(
        _("Reply-To names %(email)s.", email=reply_to.email), decision.but(customer=Address(name, reply_to.email))
    )
