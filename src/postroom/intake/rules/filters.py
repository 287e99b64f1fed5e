"""The administrator's own filters, after everything else is decided."""

from __future__ import annotations

from postroom.conditions.captures import captured
from postroom.conditions.compile import matches
from postroom.intake.decision import Decision, Facts, Said, Verdict, miss
from postroom.intake.filters.actions import applied
from postroom.intake.filters.values import FilterFacts, MailValues
from postroom.sentences import sentence as _

PREFIX = "filter: "
"""Stands before a filter's name in the trace: filters may be named like rules."""


def check(facts: Facts, decision: Decision) -> Verdict:
    """Ask every filter in the administrator's order, until one that hits says stop."""
    if not facts.filters:
        return miss()
    values = MailValues(facts.mail, facts.channel.id, facts.size)
    steps: list[Said] = []
    stopped = ""
    for item in facts.filters:
        if stopped:
            steps.append(Said(PREFIX + item.name, False, _("not asked: “%(name)s” ends the filters", name=stopped)))
            continue
        said, changed = _ask(item, values, decision)
        steps.append(said)
        decision = changed or decision
        if said.hit and item.stop:
            stopped = item.name
    hits = [step.rule.removeprefix(PREFIX) for step in steps if step.hit]
    return Verdict(_names(hits), decision if hits else None, tuple(steps))


def _names(hits: list[str]) -> str:
    return _("Applied: %(names)s.", names=", ".join(hits)) if hits else ""


def _ask(item: FilterFacts, values: MailValues, decision: Decision) -> tuple[Said, Decision | None]:
    if item.trouble:
        return Said(
            PREFIX + item.name, False, _("its conditions cannot be understood: %(trouble)s", trouble=item.trouble)
        ), None
    if not matches(item.conditions, values):
        return Said(PREFIX + item.name, False, ""), None
    captures = captured(item.conditions, values)
    changed, words = applied(item, captures, decision)
    return Said(PREFIX + item.name, True, words), changed
