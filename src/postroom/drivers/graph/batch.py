"""Up to twenty small requests in one.

Source: "Combine multiple HTTP requests using JSON batching" (learn.microsoft.com/graph/json-batching): twenty at most,
answers in any order, each with a status of its own; what was throttled is asked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from postroom.drivers.errors import DriverError, ProtocolBroken
from postroom.drivers.graph.asking import BATCH_PATH, Ask
from postroom.drivers.graph.client import IMMUTABLE_IDS, GraphClient
from postroom.drivers.graph.errors import Answer, refusal
from postroom.drivers.graph.gate import AT_ONCE
from postroom.drivers.graph.retrying import Patience, may_pass

MOST = 20


@dataclass(frozen=True, slots=True)
class Small:
    """One request of a batch: `path` below the base address, with its query.

    Doing it twice must be as good as once: batches are repeated where a connection breaks.
    """

    method: str
    path: str
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Its answer."""

    status: int
    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300


def in_batches(client: GraphClient, step: str, requests: Sequence[Small]) -> Iterator[Reply]:
    """Yield the answer to each request, in order, whatever it is. Raises DriverError for what concerns them all."""
    for start in range(0, len(requests), MOST):
        yield from _one_batch(client, step, requests[start : start + MOST])


def reply_error(reply: Reply, step: str) -> DriverError:
    """Return what a reply that is no success means."""
    return refusal(Answer(reply.status, reply.headers, json.dumps(reply.body).encode()), step)


def _one_batch(client: GraphClient, step: str, requests: Sequence[Small]) -> list[Reply]:
    replies: dict[int, Reply] = {}
    patience = Patience()
    while True:
        left = {number: small for number, small in enumerate(requests) if not _is_done(replies.get(number))}
        replies |= _ask(client, step, left)
        busy = [reply.headers for reply in replies.values() if not _is_done(reply)]
        if not busy or not patience.wait(*busy):
            break
    _demand_all(replies, len(requests))
    return [replies[number] for number in range(len(requests))]


def _ask(client: GraphClient, step: str, requests: Mapping[int, Small]) -> dict[int, Reply]:
    body = {"requests": [_as_json(number, small) for number, small in requests.items()]}
    told = client.ask(Ask(step, "POST", BATCH_PATH, json=body, places=AT_ONCE)).json()
    return {int(one["id"]): _reply(one) for one in told.get("responses", [])}


def _as_json(number: int, small: Small) -> dict[str, Any]:
    headers = {"Prefer": IMMUTABLE_IDS}
    one: dict[str, Any] = {"id": str(number), "method": small.method, "url": small.path, "headers": headers}
    if small.body is not None:
        one["body"] = small.body
        headers["Content-Type"] = "application/json"
    return one


def _reply(one: Mapping[str, Any]) -> Reply:
    body = one.get("body")
    headers = {str(name).lower(): str(value) for name, value in (one.get("headers") or {}).items()}
    return Reply(int(one["status"]), body if isinstance(body, dict) else {}, headers)


def _is_done(reply: Reply | None) -> bool:
    return reply is not None and not may_pass(reply.status, repeatable=True)


def _demand_all(replies: Mapping[int, Reply], count: int) -> None:
    if len(replies) < count:
        raise ProtocolBroken(f"{len(replies)} answers to a batch of {count}")
