"""The rules in the order they are asked. Each is a file with one pure `check(facts, decision) -> Verdict`."""

from __future__ import annotations

from collections.abc import Callable

from postroom.intake.decision import Decision, Facts, Verdict
from postroom.intake.rules import (
    agent_writes,
    archive,
    automatic,
    bounce,
    follow_up,
    internal_answer,
    own_mail,
    reply_to,
    trusted_headers,
    verify_mail,
)

Rule = Callable[[Facts, Decision], Verdict]

RULES: tuple[tuple[str, Rule], ...] = (
    ("verify_mail", verify_mail.check),
    ("own_mail", own_mail.check),
    ("bounce", bounce.check),
    ("automatic", automatic.check),
    ("trusted_headers", trusted_headers.check),
    ("follow_up", follow_up.check),
    ("internal_answer", internal_answer.check),
    ("reply_to", reply_to.check),
    ("agent_writes", agent_writes.check),
    ("archive", archive.check),
)


def decide(facts: Facts, decision: Decision) -> tuple[Decision, list[dict[str, object]]]:
    """Ask every rule in order until one ignores the mail; return what is decided and what each rule said."""
    trace: list[dict[str, object]] = []
    for name, check in RULES:
        verdict = check(facts, decision)
        trace.append({"rule": name, "hit": verdict.decision is not None, "because": verdict.because})
        decision = verdict.decision or decision
        if decision.ignore:
            break
    return decision, trace
