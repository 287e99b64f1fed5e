"""A desk of any size in the database that the settings lead to: 200,000 tickets with 1,000,000 articles by default.

The same size and seed give the same desk. Sign in as agent0@desk.example (sees everything) to agent39@desk.example
(four groups each) with `desk_people.PASSWORD`. The database must have no tickets yet.
"""

from __future__ import annotations

import argparse
import datetime
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from postroom.ground.django_setup import set_up_django

set_up_django()

from django.core.management import call_command  # noqa: E402  # Django must be set up before models are imported
from django.db import connection, transaction  # noqa: E402

from benchmarks.desk_copy import continue_ids, trusted_rows, unswept, without_index  # noqa: E402
from benchmarks.desk_people import People, make_people  # noqa: E402
from benchmarks.desk_texts import Texts  # noqa: E402
from benchmarks.desk_tickets import FIRST_NUMBER, Part, fill_part  # noqa: E402
from postroom import config  # noqa: E402
from postroom.ground.serving import database_for  # noqa: E402
from postroom.models import Article, Attachment, Blob, Event, SearchText, Ticket  # noqa: E402

TICKETS, ARTICLES, SEED = 200_000, 1_000_000, 1
_PART = 2_500
"""Tickets that one process holds in memory at a time."""
_PROCESSES = 2
_FILES = 200


def main(arguments: Sequence[str]) -> int:
    """Fill the database and say how long it took."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk_data", description=__doc__)
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    began = time.monotonic()
    with database_for(config.load()):
        call_command("migrate", verbosity=0)
        fill(options.tickets, options.articles, options.seed)
    sys.stdout.write(f"{options.tickets} tickets, {options.articles} articles: {time.monotonic() - began:.0f} s\n")
    return 0


def fill(tickets: int, articles: int, seed: int = SEED) -> None:
    """Make a desk of that size; customers are a fifth of the tickets."""
    rng = random.Random(seed)
    with trusted_rows(), transaction.atomic():
        people = make_people(rng, max(tickets // 5, 10))
    texts = Texts(rng)
    blobs = Blob.objects.keep(texts.mail(number % 2 == 0, "all", "us").encode() for number in range(_FILES))
    filled = (Ticket, Article, Event, Attachment, SearchText)
    with unswept(*filled), without_index("postroom_searchtext", "search_text_words"):
        _fill_parts(_parts(rng, tickets, articles), people, blobs)
    continue_ids(Ticket, Article)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('postroom_ticket_number', %s)", [FIRST_NUMBER + tickets])
        cursor.execute("VACUUM ANALYZE")


def _parts(rng: random.Random, tickets: int, articles: int) -> list[Part]:
    lengths = _lengths(rng, tickets, articles)
    parts, article = [], 1
    for start in range(0, tickets, _PART):
        mine = lengths[start : start + _PART]
        parts.append(Part(rng.randrange(2**32), start + 1, article, mine, tickets))
        article += sum(mine)
    return parts


def _lengths(rng: random.Random, tickets: int, articles: int) -> list[int]:
    """At least one article each; most tickets are short, a few very long."""
    lengths = [1] * tickets
    for _ in range(articles - tickets):
        lengths[int(tickets * rng.random() ** 1.3)] += 1
    rng.shuffle(lengths)
    return lengths


def _fill_parts(parts: list[Part], people: People, blobs: list[str]) -> None:
    now = datetime.datetime.now(datetime.UTC)
    connection.close()
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn")) as pool:
        for done in [pool.submit(_fill_part, part, people, blobs, now) for part in parts]:
            done.result()


def _fill_part(part: Part, people: People, blobs: list[str], now: datetime.datetime) -> None:
    with trusted_rows(), transaction.atomic():
        fill_part(part, people, blobs, now)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
