"""An answer to an internal mail stays internal."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Keep the answer to an internal article out of the customer's sight."""
    if decision.follow_up_of is None or not facts.referenced or not facts.referenced[0].internal:
        return miss()
    return Verdict(_("It answers an internal message."), decision.but(internal=True))
