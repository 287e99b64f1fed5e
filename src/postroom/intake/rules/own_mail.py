"""Our own mail that came back - by a copy, a list or a rule in the mailbox - is in its ticket already."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Ignore a mail whose Message-ID we gave ourselves."""
    if not facts.is_own:
        return miss()
    return Verdict(
        _("Postroom sent this mail itself (Message-ID: %(id)s).", id=facts.mail.message_id), decision.but(ignore=True)
    )
