"""An installation to measure: a group with a mailbox by IMAP or Graph, the triggers it begins with, all running."""

from __future__ import annotations

import json
import socket
import time

from benchmarks.tree import Tree, await_that
from postroom.practice import PracticeTenant
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
_BY_GRAPH = """
import sys
from django.utils import timezone
from postroom.channels.kinds.microsoft365.config import Ways, use_grant
from postroom.configuration import configure
from postroom.jobs.lanes import LANES
from postroom.models import OAuthApp, OAuthGrant
from postroom.triggers.shipped import ship_triggers
from tests.world import make_world
user, refresh_token, address, tenant, client_id, secret = sys.argv[1:]
world = make_world()
ship_triggers()
configure(public_url=address)
app = OAuthApp.objects.create(provider="microsoft", cloud="practice", tenant=tenant, client_id=client_id, secret=secret)
now = timezone.now()
grant = OAuthGrant.objects.create(
    app=app, user_name=user, email=user, tenant=tenant, subject=user, refresh_token=refresh_token, granted_at=now,
    refreshed_at=now,
)
channel = world.channel
channel.active = False
channel.kind = "microsoft365"
use_grant(channel, grant, "", Ways())
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
    _start(tree, port, lanes, workers)


def start_with_graph(tree: Tree, tenant: PracticeTenant, user: str, reachable: bool = True) -> None:
    """Make a channel that reads `user`'s mailbox by Graph, not yet active, start everything, and wait until it is idle.

    Where the tenant can reach Postroom, it tells of new mail.
    """
    tree.environment["POSTROOM_MICROSOFT_ENDPOINTS"] = json.dumps(_endpoints(tenant))
    (port,) = free_ports(1)
    tenant.control.consent_for_everyone()
    told = tenant.control.grant(user, "https://graph.microsoft.com/Mail.ReadWrite offline_access")
    app = (tenant.tenant_id, tenant.client_id, tenant.client_secret)
    (nobody,) = free_ports(1)
    address = f"http://127.0.0.1:{port if reachable else nobody}"
    lanes = int(tree.run(_BY_GRAPH, user, told["refresh_token"], address, *app))
    _start(tree, port, lanes, 1)


def _endpoints(tenant: PracticeTenant) -> dict[str, str]:
    servers = {"imap_port": str(tenant.imap_port), "smtp_port": str(tenant.smtp_port)}
    hosts = {"imap_host": tenant.host, "smtp_host": tenant.host}
    return {"name": "practice", "login": tenant.authority, "graph": tenant.graph_url, **hosts, **servers}


def _start(tree: Tree, port: int, lanes: int, workers: int) -> None:
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
