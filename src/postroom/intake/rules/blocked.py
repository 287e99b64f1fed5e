"""Mail of senders that somebody blocked becomes no ticket."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Ignore mail whose sender, or its domain, is on the list; whoever works here is never refused."""
    email = facts.from_email
    listed = facts.settings.blocked_senders
    if email in facts.agents or email in facts.own_addresses:
        return miss()
    entry = next((word for word in (email, f"@{email.rpartition('@')[2]}") if word in listed), None)
    if entry is None:
        return miss()
    return Verdict(_("%(entry)s is on the list of blocked senders.", entry=entry), decision.but(ignore=True))
