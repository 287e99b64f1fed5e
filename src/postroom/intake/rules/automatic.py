"""Automatic and out-of-office mail is attached where it belongs and changes nothing else."""

from __future__ import annotations

from postroom.intake.decision import Decision, Facts, Verdict, miss
from postroom.mail.values import NatureKind
from postroom.sentences import sentence as _

_ANSWERS = (NatureKind.AUTO_REPLY, NatureKind.OUT_OF_OFFICE)


def check(facts: Facts, decision: Decision) -> Verdict:
    """Attach an automatic answer to the ticket it answers, whoever sent it; its state is kept."""
    nature = facts.mail.nature
    if nature.may_answer and nature.kind == NatureKind.PERSON:
        return miss()
    because = _("Signs: %(signs)s", signs="; ".join(nature.because))
    quiet = decision.but(may_answer=decision.may_answer and nature.may_answer)
    if nature.kind not in _ANSWERS or decision.follow_up_of is not None:
        return Verdict(because, quiet)
    # Only our mail's own Message-ID proves what is answered: a vacation answer often comes from another address.
    if not facts.referenced:
        return Verdict(because, quiet.but(wakes=False))
    return Verdict(because, quiet.but(follow_up_of=facts.referenced[0].ticket, wakes=False))
