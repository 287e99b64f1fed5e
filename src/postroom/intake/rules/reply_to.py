"""Forms and shops write in the name of a customer and say so in Reply-To."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.mail.values import Address


def check(facts: Facts, decision: Decision) -> Verdict:
    """Take Reply-To as the customer, where the settings say so."""
    mode = facts.settings.reply_to_as_sender
    reply_to = next((address for address in facts.mail.reply_to if "@" in address.email), None)
    if mode == "off":
        return miss("the setting is off")
    if reply_to is None or reply_to.email.lower() in facts.own_addresses:
        return miss("no usable Reply-To")
    if decision.follow_up_of is not None:
        return miss("the ticket has its customer")
    name = facts.mail.from_.name if mode == "sender_keep_name" else reply_to.name
    return Verdict(f"Reply-To: {reply_to.email}", decision.but(customer=Address(name, reply_to.email)))
