"""How long after its delivery into the mailbox a mail is a committed ticket: mails one at a time, with pauses between.

Plain text, HTML with an inline image, and text with an attachment take turns.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import cycle

from benchmarks.arrival_mails import KINDS
from benchmarks.installation import activate, start_with_graph, start_with_imap
from benchmarks.tree import await_that, running_tree
from postroom.practice import start_practice_tenant
from tests.servers.dovecot import running_dovecot

_MAILS = 60
_USER = "arrival@desk.example"
_MAILBOX, _SENDER = "support@nordlicht.example", "m.brandt@brandt-metallbau.example"
_DEADLINE = 60.0
_LOOK_EVERY = 0.002
_PAUSES = (0.5, 2.5)
_MAILS_BY_DELTA = 8
_PAUSES_BY_DELTA = (0.5, 30.0)
"""Between two looks half a minute passes; the mails come at any moment of it."""
_SETTLING = 3.0
_AIM_FOR_95, _AIM_FOR_ALL = 1.0, 2.0

_ARRIVED = """
SELECT count(*) FROM postroom_article JOIN postroom_ticket ON postroom_ticket.id = ticket_id WHERE message_id = %s
"""

_SUBSCRIBED = "SELECT count(*) FROM postroom_subscription WHERE remote_id <> ''"

Arrive = Callable[[bytes, str], float]
"""Deliver a mail and return the seconds until a ticket holds the message with that Message-ID."""


@dataclass(frozen=True)
class Way:
    """How Postroom gets to know of a mail, and how it is measured."""

    opened: Callable[[], AbstractContextManager[Arrive]]
    most: int = sys.maxsize
    pauses: tuple[float, float] = _PAUSES
    aimed: bool = True


def main(arguments: Sequence[str]) -> int:
    """Measure every way; 1 where one misses its aim."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks arrival", description=__doc__)
    parser.add_argument("--mails", type=int, default=_MAILS)
    options = parser.parse_args(arguments)
    missed = [_measure(name, way, options.mails) and way.aimed for name, way in WAYS.items()]
    return int(any(missed))


def _measure(name: str, way: Way, mails: int) -> bool:
    """Print how it went; return whether the aim was missed."""
    chance = random.Random(name)
    taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with way.opened() as arrive:
        for number, kind in zip(range(min(mails, way.most)), cycle(KINDS)):
            message_id = f"arrival{number}@customer.example"
            time.sleep(chance.uniform(*way.pauses))
            taken[kind].append(arrive(KINDS[kind](message_id).as_bytes(), message_id))
    return _print(name, taken)


def _print(name: str, taken: dict[str, list[float]]) -> bool:
    seconds = sorted(one for some in taken.values() for one in some)
    of_100 = statistics.quantiles(seconds, n=100, method="inclusive")
    kinds = ", ".join(f"{kind} {statistics.median(some):.2f} s" for kind, some in taken.items())
    sys.stdout.write(
        f"{name}: {len(seconds)} mails, median {statistics.median(seconds):.2f} s, "
        f"95 in 100 within {of_100[94]:.2f} s, slowest {seconds[-1]:.2f} s; medians: {kinds}\n"
    )
    sys.stdout.flush()
    return of_100[94] > _AIM_FOR_95 or seconds[-1] > _AIM_FOR_ALL


@contextmanager
def _by_idle() -> Iterator[Arrive]:
    """Dovecot tells of a new file half a second after it is there, to tell of several at once."""
    with running_dovecot() as dovecot, running_tree() as tree:
        start_with_imap(tree, dovecot, _USER)
        activate(tree)
        time.sleep(_SETTLING)

        def arrive(content: bytes, message_id: str) -> float:
            began = time.monotonic()
            dovecot.deliver(_USER, content)
            await_that(lambda: tree.ask(_ARRIVED, message_id)["count"] == 1, _DEADLINE, _LOOK_EVERY)
            return time.monotonic() - began

        yield arrive


@contextmanager
def _by_graph(told: bool) -> Iterator[Arrive]:
    """The practice tenant calls Postroom as Microsoft does, at once; or it cannot, and Postroom asks what is new."""
    with start_practice_tenant() as tenant, running_tree() as tree:
        start_with_graph(tree, tenant, _MAILBOX, reachable=told)
        activate(tree)
        if told:
            await_that(lambda: tree.ask(_SUBSCRIBED)["count"] == 1, _DEADLINE)
        time.sleep(_SETTLING)

        def arrive(content: bytes, message_id: str) -> float:
            began = time.monotonic()
            tenant.control.send_from_outside(_SENDER, [_MAILBOX], content)
            await_that(lambda: tree.ask(_ARRIVED, message_id)["count"] == 1, _DEADLINE, _LOOK_EVERY)
            return time.monotonic() - began

        yield arrive


WAYS = {
    "IMAP IDLE": Way(_by_idle),
    "Graph notification": Way(lambda: _by_graph(told=True)),
    "Graph delta": Way(lambda: _by_graph(told=False), _MAILS_BY_DELTA, _PAUSES_BY_DELTA, aimed=False),
}
"""A line each; a way delivers a mail as the outside world does and sees it in the database."""
