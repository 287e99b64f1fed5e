"""Mails per second that the Graph source lists, fetches and settles from the practice tenant.

Run with: python -m benchmarks graph_fetch [number of mails]
"""

from __future__ import annotations

import json
import multiprocessing
import time
from multiprocessing.connection import Connection

from benchmarks.corpus import corpus
from postroom.drivers.base import AfterImport
from postroom.drivers.graph import GraphSettings, GraphSource
from postroom.practice import start_practice_tenant

MAILBOX = "support@nordlicht.example"
NO_LIMIT = 50_000_000


def measure(count: int = 2000) -> dict[str, float]:
    """Return the figures of one run. The tenant runs in a process of its own, as Microsoft's servers do."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    tenant = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, count))
    tenant.start()
    try:
        address, token = ours.recv()
        return _run(GraphSource(GraphSettings(MAILBOX, base_url=address), lambda _fresh: token), count)
    finally:
        ours.send("end")
        tenant.join()


def _serve(pipe: Connection, count: int) -> None:
    with start_practice_tenant() as tenant:
        for content in corpus(count):
            tenant.control.put(MAILBOX, content)
        pipe.send((tenant.graph_url, tenant.control.app_token("https://graph.microsoft.com/.default")))
        pipe.recv()


def _run(opening: GraphSource, count: int) -> dict[str, float]:
    with opening as source:
        begun = time.monotonic()
        keys = [one.key for one in source.list()]
        listed = time.monotonic()
        size = sum(mail.size for mail in source.fetch(keys, NO_LIMIT))
        fetched = time.monotonic()
        source.settle(keys, AfterImport.DELETE)
        settled = time.monotonic()
    return {
        "mails": count,
        "mean bytes": round(size / count),
        "listed per second": round(count / (listed - begun)),
        "fetched per second": round(count / (fetched - listed)),
        "settled per second": round(count / (settled - fetched)),
    }


def main(words: list[str]) -> int:
    """Print the figures; the first word is the number of mails."""
    print(json.dumps({"graph_fetch": measure(*map(int, words))}, indent=1))
    return 0
