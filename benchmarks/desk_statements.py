"""How many statements a page of a measured desk makes: the most of any visited."""

from __future__ import annotations

import json

from benchmarks.desk_cast import Agent
from benchmarks.tree import Tree

_COUNT = """
import json, sys
from collections import defaultdict
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from benchmarks.desk_visits import KINDS, filled_in
from benchmarks.desk_searches import SEARCHES
session, *tickets = sys.argv[1:]
client = Client()
client.cookies["sessionid"] = session
most = defaultdict(int)
def count(kind, ask, *words, **more):
    with CaptureQueriesContext(connection) as counted:
        assert ask(*words, **more).status_code in (200, 302)
    most[kind] = max(most[kind], len(counted))
count("warm", client.get, "/tickets/")
for overview in ("open", "mine", "unassigned", "pending", "closed_today", "all"):
    count("overview", client.get, "/tickets/", {"overview": overview})
for ticket in tickets:
    count("ticket", client.get, f"/tickets/{ticket}/")
for search in SEARCHES:
    count("search", client.get, "/search/", {"q": search})
for ticket in tickets[:3]:
    fields = filled_in(client.get(f"/tickets/{ticket}/reply/").content.decode())
    fields |= {"body": "Guten Tag", "to": fields.get("to") or "customer@desk.example"}
    count("reply", client.post, f"/tickets/{ticket}/reply/", fields)
print(json.dumps({kind: most[kind] for kind in KINDS}))
"""


def statements(tree: Tree, agent: Agent, tickets: int = 20) -> dict[str, int]:
    """Return the most statements of a page by its kind; transactions' beginnings and ends are counted along."""
    chosen = map(str, agent.tickets[:tickets])
    counted: dict[str, int] = json.loads(tree.run(_COUNT, agent.session, *chosen))
    return counted
