"""The test mail of a probe is no customer's."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Ignore a fresh test mail that a probe sent round."""
    if not facts.is_verify:
        return miss()
    return Verdict(_("It is a recent test mail of ours (X-Postroom-Verify)."), decision.but(ignore=True))
