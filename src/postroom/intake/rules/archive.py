"""Old mail from before Postroom becomes a record, not work."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss


def check(facts: Facts, decision: Decision) -> Verdict:
    """Put mail from before the channel's cut-off into tickets of the chosen state, with its own date and in silence."""
    cut_off = facts.channel.archive_before
    if cut_off is None:
        return miss("the channel archives nothing")
    if facts.received >= cut_off:
        return miss("younger than the cut-off")
    state = {**decision.ticket, "state": facts.channel.archive_state}
    return Verdict(
        f"received before {cut_off:%Y-%m-%d %H:%M %Z}",
        decision.but(silent=True, may_answer=False, wakes=False, ticket=state, at=facts.received),
    )
