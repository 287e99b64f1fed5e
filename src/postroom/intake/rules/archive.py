"""Old mail from before Postroom becomes a record, not work."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.sentences import sentence as _


def check(facts: Facts, decision: Decision) -> Verdict:
    """Put mail from before the channel's cut-off into tickets of the chosen state, with its own date and in silence."""
    cut_off = facts.channel.archive_before
    if cut_off is None:
        return miss(_("The channel does not archive old mail."))
    if facts.received >= cut_off:
        return miss(_("It is newer than the cut-off date."))
    state = {**decision.ticket, "state": facts.channel.archive_state}
    return Verdict(
        _("It was received before %(cut_off)s.", cut_off=f"{cut_off:%Y-%m-%d %H:%M %Z}"),
        decision.but(silent=True, may_answer=False, wakes=False, ticket=state, at=facts.received),
    )
