"""From a Dovecot mailbox to tickets with customers, threading, triggers and queued automatic replies.

Whole processes, synchronous commit on, everything on this machine. Sending is not in it: the channel's SMTP server is
away, so the automatic replies stay in the outbox.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.corpus import corpus
from benchmarks.installation import activate, start_with_imap
from benchmarks.tree import Tree, await_that, busy_seconds, running_tree, spent_seconds
from tests.servers.dovecot import Dovecot, running_dovecot

_USER = "bench@desk.example"
_MAILS = 5_000
_MAILS_FOR_STATEMENTS = 500
_DEADLINE = 900.0

_DONE = """
SELECT (SELECT count(*) FROM postroom_sighting) AS seen,
       (SELECT count(*) FROM postroom_inbound WHERE state = 'stored') AS stored,
       (SELECT count(*) FROM postroom_event WHERE triggers_pending) AS pending
"""
_COUNTS = """
SELECT (SELECT count(*) FROM postroom_inbound WHERE state = 'quarantined') AS quarantined,
       (SELECT count(*) FROM postroom_ticket) AS tickets,
       (SELECT count(*) FROM postroom_user) AS customers,
       (SELECT count(*) FROM postroom_outbound WHERE auto) AS replies
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What one run showed."""

    mails: int
    seconds: float
    busy: float
    """Processor seconds of the whole machine, whoever spent them."""
    spent: dict[str, float]
    """Processor seconds by program, however busy others keep the machine."""
    idle_memory: float
    memory: float
    counts: dict[str, int]


def main(arguments: Sequence[str]) -> int:
    """Measure with one worker and with two, then count statements; print a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks import_mailbox", description=__doc__)
    parser.add_argument("--mails", type=int, default=_MAILS)
    options = parser.parse_args(arguments)
    for workers in (1, 2):
        _print(f"{workers} worker{'s' if workers > 1 else ''}", _measure(options.mails, workers, {}))
    counted = _measure(_MAILS_FOR_STATEMENTS, 1, {"log_statement": "all"})
    sys.stdout.write(f"statements a mail: {counted.counts['statements'] / counted.mails:.1f}\n")
    return 0


def _print(title: str, result: Result) -> None:
    each = 1000 / result.mails
    spent = ", ".join(f"{name} {seconds * each:.1f}" for name, seconds in sorted(result.spent.items()))
    counts = ", ".join(f"{value} {name}" for name, value in result.counts.items() if name != "statements")
    sys.stdout.write(
        f"{title}: {result.mails / result.seconds:.0f} mails a second; milliseconds of processor a mail: "
        f"{sum(result.spent.values()) * each:.1f} ({spent}), {result.busy * each:.1f} with all else on the machine; "
        f"memory of the whole tree {result.idle_memory:.0f} MB idle, {result.memory:.0f} MB after ({counts})\n"
    )
    sys.stdout.flush()


def _measure(mails: int, workers: int, database: dict[str, str]) -> Result:
    with running_dovecot() as dovecot, running_tree(database) as tree:
        _fill(dovecot, mails)
        start_with_imap(tree, dovecot, _USER, workers)
        idle = tree.memory()
        before = tree.server.log.stat().st_size
        began, busy, spent = time.monotonic(), busy_seconds(), spent_seconds()
        activate(tree)
        await_that(lambda: _finished(tree, mails), _DEADLINE)
        seconds, busy = time.monotonic() - began, busy_seconds() - busy
        spent = {name: after - spent.get(name, 0.0) for name, after in spent_seconds().items()}
        counts = tree.ask(_COUNTS)
        counts["statements"] = _statements(tree, before)
        return Result(mails, seconds, busy, spent, idle, tree.memory(), counts)


def _finished(tree: Tree, mails: int) -> bool:
    counts = tree.ask(_DONE)
    return counts["seen"] >= mails and counts["stored"] == counts["pending"] == 0


def _fill(dovecot: Dovecot, mails: int) -> None:
    total = 0
    for mail in corpus(mails):
        dovecot.deliver(_USER, mail)
        total += len(mail)
    sys.stdout.write(f"mailbox: {mails} mails, mean {total / mails / 1000:.1f} KB\n")


def _statements(tree: Tree, before: int) -> int:
    with tree.server.log.open("rb") as log:
        log.seek(before)
        return sum(b"LOG:  statement:" in line or b"LOG:  execute" in line for line in log)
