"""An installation to measure: a group with a mailbox, the triggers every installation begins with, all running."""

from __future__ import annotations

import socket
import time

from benchmarks.tree import Tree, await_that
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.ports import free_ports

_DEADLINE = 120.0
_REST = 5.0

_BY_IMAP = """
import sys
from postroom.jobs.lanes import LANES
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
print(len(LANES))
"""
_ACTIVATE = "UPDATE postroom_channel SET active = true RETURNING id"
_LANES = "SELECT count(*) FROM procrastinate_workers"


def start_with_imap(tree: Tree, dovecot: Dovecot, user: str, workers: int = 1) -> None:
    """Make a channel that reads `user`'s mailbox, not yet active, start everything, and wait until it is idle.

    Its SMTP server is away: what is to be sent stays in the outbox.
    """
    lanes = int(tree.run(_BY_IMAP, str(dovecot.imap), user, PASSWORD))
    (port,) = free_ports(1)
    tree.environment["POSTROOM_PORT"] = str(port)
    for _ in range(workers):
        tree.start("worker-process")
    tree.start("web")
    await_that(lambda: tree.ask(_LANES)["count"] == lanes * workers, _DEADLINE)
    await_that(lambda: _listens(port), _DEADLINE)
    time.sleep(_REST)


def activate(tree: Tree) -> None:
    """Let the channel fetch from now on."""
    tree.ask(_ACTIVATE)


def _listens(port: int) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0
