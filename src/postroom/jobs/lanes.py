"""How many jobs of which kind run at once: slow servers must never keep a mail from becoming a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from postroom import enqueue


@dataclass(frozen=True, slots=True)
class Lane:
    """Queues whose jobs share so many places."""

    name: str
    queues: tuple[str, ...]
    places: int


LANES = (
    # Both are bound by the processor: more at once would only take turns.
    Lane("tickets", (enqueue.PROCESS, enqueue.RUN_TRIGGERS, enqueue.RUN_SCHEDULED), 2),
    # These wait for servers, up to their deadlines; a place costs one thread.
    Lane("fetching", (enqueue.POLL,), 12),
    Lane("sending", (enqueue.DELIVER, enqueue.CALL_WEBHOOK), 8),
    Lane("asking", (enqueue.PROBE, enqueue.SUBSCRIBE, enqueue.UNSUBSCRIBE, enqueue.REVOKE), 4),
    Lane("finding", (enqueue.INDEX,), 1),
    Lane("people", (enqueue.IMPORT_USERS, enqueue.REMOVE_PERSON), 1),
    # A file may take long: what is written must be found meanwhile.
    Lane("reading", (enqueue.READ_FILES, enqueue.OPEN_WAITING), 1),
)
