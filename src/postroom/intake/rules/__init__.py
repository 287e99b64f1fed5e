"""The rules in the order they are asked. Each is a file with one pure `check(facts, decision) -> Verdict`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from postroom.intake.decision import Decision, Facts, Said, Verdict
from postroom.intake.rules import (
    agent_writes,
    archive,
    automatic,
    blocked,
    bounce,
    filters,
    follow_up,
    internal_answer,
    monitoring,
    own_mail,
    references,
    reply_to,
    trusted_headers,
    verify_mail,
)

Rule = Callable[[Facts, Decision], Verdict]

RULES: tuple[tuple[str, Rule], ...] = (
    ("verify_mail", verify_mail.check),
    ("own_mail", own_mail.check),
    ("blocked", blocked.check),
    ("bounce", bounce.check),
    ("automatic", automatic.check),
    ("trusted_headers", trusted_headers.check),
    ("follow_up", follow_up.check),
    ("internal_answer", internal_answer.check),
    ("reply_to", reply_to.check),
    ("agent_writes", agent_writes.check),
    ("references", references.check),
    ("monitoring", monitoring.check),
    ("archive", archive.check),
    ("filters", filters.check),
)


def decide(facts: Facts, decision: Decision) -> tuple[Decision, list[dict[str, Any]]]:
    """Ask every rule in order until one ignores the mail; return what is decided and what each rule said."""
    trace: list[dict[str, Any]] = []
    for name, check in RULES:
        verdict = check(facts, decision)
        said = Said(name, verdict.decision is not None, verdict.because)
        trace += [line.stored() for line in (said, *verdict.steps)]
        decision = verdict.decision or decision
        if decision.ignore:
            break
    return decision, trace
