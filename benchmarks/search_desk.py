"""How long a search takes on the desk that `desk_data` made: server time of the page, median and 95th percentile."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence

from postroom.ground.django_setup import set_up_django

set_up_django()

from django.test import Client  # noqa: E402  # Django must be set up before models are imported

from benchmarks.desk_searches import SEARCHES  # noqa: E402
from postroom import config  # noqa: E402
from postroom.ground.serving import database_for  # noqa: E402
from postroom.models import User  # noqa: E402

AGENTS = ("agent0@desk.example", "agent5@desk.example")
"""One who sees everything, one who sees four groups."""


def main(arguments: Sequence[str]) -> int:
    """Search everything by every agent some times and print a line each, and one for all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search_desk", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    with database_for(config.load()):
        times = [taken for agent in AGENTS for taken in _measure(agent, options.rounds)]
    sys.stdout.write(f"all: {_told(times)}\n")
    return 0


def _measure(agent: str, rounds: int) -> list[float]:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(User.objects.get(email=agent))
    found: list[float] = []
    for typed in SEARCHES:
        times = [_search(client, typed) for _ in range(rounds)]
        sys.stdout.write(f"{agent.partition('@')[0]:8} {typed:32} {_told(times)}\n")
        found += times
    return found


def _search(client: Client, typed: str) -> float:
    began = time.perf_counter()
    assert client.get("/search/", {"q": typed}).status_code == 200
    return (time.perf_counter() - began) * 1000


def _told(times: Sequence[float]) -> str:
    ordered = sorted(times)
    last = ordered[max(0, round(len(ordered) * 0.95) - 1)]
    return f"median {statistics.median(ordered):6.1f} ms, 95th percentile {last:6.1f} ms"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
