"""Who works on a measured desk: sessions of agents and the tickets each may see, read once before anything is timed.

The mailbox's servers are away: what is answered stays in the outbox.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from benchmarks.tree import Tree

_CAST = """
import json, random, sys
from django.test import Client
from postroom.models import Channel, Level, User
from postroom.tickets.access import visible_tickets
away = {"host": "127.0.0.1", "port": 9, "security": "none", "verify_certificate": True, "user": ""}
Channel.objects.update(active=True, inbound={"protocol": "imap", **away}, outbound={"protocol": "smtp", **away})
rng = random.Random(1)
agents = int(sys.argv[1])
for number in range(agents):
    user = User.objects.get(email=f"agent{number}@desk.example")
    client = Client()
    client.force_login(user)
    seen = visible_tickets(user, Level.CHANGE).filter(merged_into=None)
    opened = seen.filter(state__in=["new", "open"]).order_by("-pk").values_list("pk", flat=True)[:3000]
    long = seen.order_by("-article_count").values_list("pk", flat=True)[:400]
    older = seen.order_by("?").values_list("pk", flat=True)[:2000]
    pks = [pk for pk in {*opened, *long, *older} if pk % agents == number]
    rng.shuffle(pks)
    print(json.dumps({"session": client.cookies["sessionid"].value, "tickets": pks}))
"""


@dataclass(frozen=True, slots=True)
class Agent:
    """A signed-in agent; `tickets` are open ones, the longest ones and any others, mixed, and nobody else's."""

    session: str
    tickets: list[int]


def cast(tree: Tree, agents: int) -> list[Agent]:
    """Return so many agents of the desk; the first sees every group."""
    return [Agent(**json.loads(line)) for line in tree.run(_CAST, str(agents)).splitlines()]
