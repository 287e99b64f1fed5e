"""From a Dovecot mailbox to tickets with customers, threading, triggers and queued automatic replies.

Whole processes, synchronous commit on, everything on this machine. Sending is not in it: the channel's SMTP server is
away, so the automatic replies stay in the outbox.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.corpus import corpus
from benchmarks.tree import Tree, await_that, busy_seconds, running_tree
from tests.servers.dovecot import PASSWORD, Dovecot, running_dovecot
from tests.servers.ports import free_ports

_USER = "bench@desk.example"
_MAILS = 5_000
_MAILS_FOR_STATEMENTS = 500
_DEADLINE = 900.0

_FOUND = """
import sys, json
from postroom.models import Channel
from postroom.models.channels import AfterImport
from postroom.triggers.shipped import ship_triggers
from tests.world import make_world
world = make_world()
ship_triggers()
plain = {"security": "none", "verify_certificate": True}
channel = world.channel
channel.active = False
channel.inbound = {"protocol": "imap", "host": "127.0.0.1", "port": int(sys.argv[1]), "user": sys.argv[2], **plain}
channel.inbound_secret = sys.argv[3]
channel.outbound = {"protocol": "smtp", "host": "127.0.0.1", "port": 9, "user": "", **plain}
channel.save()
"""
_ACTIVATE = "from postroom.models import Channel; Channel.objects.update(active=True)"
_COUNT = """
import json
from postroom.models import *
print(json.dumps({
    "done": Inbound.objects.exclude(state="stored").count(),
    "quarantined": Inbound.objects.filter(state="quarantined").count(),
    "pending": Event.objects.filter(triggers_pending=True).count(),
    "tickets": Ticket.objects.count(), "customers": User.objects.count(),
    "replies": Outbound.objects.filter(auto=True).count(),
}))
"""


@dataclass(frozen=True, slots=True)
class Result:
    """What one run showed."""

    mails: int
    seconds: float
    busy: float
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
    counts = ", ".join(f"{value} {name}" for name, value in result.counts.items() if name != "statements")
    sys.stdout.write(
        f"{title}: {result.mails / result.seconds:.0f} mails a second, "
        f"{result.busy / result.mails * 1000:.1f} ms of processor a mail on the whole machine (Dovecot included), "
        f"memory of the whole tree {result.idle_memory:.0f} MB idle, {result.memory:.0f} MB after ({counts})\n"
    )
    sys.stdout.flush()


def _measure(mails: int, workers: int, database: dict[str, str]) -> Result:
    with running_dovecot() as dovecot, running_tree(database) as tree:
        _fill(dovecot, mails)
        tree.run(_FOUND, str(dovecot.imap), _USER, PASSWORD)
        (tree.environment["POSTROOM_PORT"],) = map(str, free_ports(1))
        for _ in range(workers):
            tree.start("worker-process")
        tree.start("web")
        time.sleep(8)
        idle = tree.memory()
        before = tree.server.log.stat().st_size
        began, busy = time.monotonic(), busy_seconds()
        tree.run(_ACTIVATE)
        await_that(lambda: _finished(tree, mails), _DEADLINE)
        seconds, spent = time.monotonic() - began, busy_seconds() - busy
        counts = json.loads(tree.run(_COUNT))
        counts["statements"] = _statements(tree, before)
        return Result(mails, seconds, spent, idle, tree.memory(), counts)


def _finished(tree: Tree, mails: int) -> bool:
    counts = json.loads(tree.run(_COUNT))
    return bool(counts["done"] >= mails and counts["pending"] == 0)


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
