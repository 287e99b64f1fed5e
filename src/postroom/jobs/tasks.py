"""The entry points of all jobs: each calls one function with ids. Names are those of `postroom.enqueue`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django import app

from postroom import enqueue
from postroom.channels import probe as channel_probe
from postroom.channels.oauth import revoking
from postroom.channels.subscribing import ending, keeping
from postroom.delivery import deliver as delivery
from postroom.delivery import webhook
from postroom.intake import poll as intake_poll
from postroom.intake import process as intake_process
from postroom.intake import reconsidering
from postroom.jobs.connections import borrowed
from postroom.jobs.user_import import run_import
from postroom.people.removing.running import run_removal
from postroom.search.files.reading import read_waiting
from postroom.search.index import index_waiting
from postroom.search.turn import events_in_turn, files_in_turn
from postroom.triggers import run as trigger_run
from postroom.triggers.scheduled import running as scheduled_jobs

NAMES: set[str] = set()
"""Every job that is registered."""


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as the job of that name; its database connection goes back to the pool at the end."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def run(**ids: Any) -> None:
            with borrowed():
                function(**ids)

        app.task(name=name, queue=name)(run)
        NAMES.add(name)
        return run

    return register


@job(enqueue.POLL)
def poll(channel_id: int) -> None:
    """Look into a channel's mailbox."""
    intake_poll.poll(channel_id)


@job(enqueue.PROCESS)
def process(row_ids: list[int]) -> None:
    """Make tickets of stored mails."""
    intake_process.process(row_ids)


@job(enqueue.OPEN_WAITING)
def open_waiting(by_id: int) -> None:
    """Open mails that waited for a key."""
    reconsidering.open_waiting(by_id)


@job(enqueue.RUN_TRIGGERS)
def run_triggers(event_ids: list[int]) -> None:
    """Do what follows from events."""
    trigger_run.run_triggers(event_ids)


@job(enqueue.RUN_SCHEDULED)
def run_scheduled(job_id: int) -> None:
    """Do what a scheduled job does, on every ticket that fits."""
    scheduled_jobs.run_scheduled(job_id)


@job(enqueue.DELIVER)
def deliver(channel_id: int) -> None:
    """Send what waits in a channel's outbox."""
    delivery.deliver(channel_id)


@job(enqueue.CALL_WEBHOOK)
def call_webhook(call_id: int) -> None:
    """Call a webhook."""
    webhook.call(call_id)


@job(enqueue.SUBSCRIBE)
def subscribe(channel_id: int) -> None:
    """Look after who tells of new mail."""
    keeping.keep(channel_id)


@job(enqueue.REVOKE)
def revoke(grant_id: int) -> None:
    """Give back a grant that nothing needs any more."""
    revoking.give_back(grant_id)


@job(enqueue.UNSUBSCRIBE)
def unsubscribe(kind: str, inbound: str, remote_id: str) -> None:
    """Ask a provider to tell of new mail no more."""
    ending.end(kind, inbound, remote_id)


@job(enqueue.PROBE)
def probe(probe_id: int) -> None:
    """Try a channel's connection step by step."""
    channel_probe.run(probe_id)


@job(enqueue.INDEX)
def index() -> None:
    """Let what was written be found."""
    index_waiting(events_in_turn)


@job(enqueue.READ_FILES)
def read_files() -> None:
    """Read the words of files that wait."""
    read_waiting(files_in_turn)


@job(enqueue.IMPORT_USERS)
def import_users(import_id: int) -> None:
    """Take people over from a file."""
    run_import(import_id)


@job(enqueue.REMOVE_PERSON)
def remove_person(removal_id: int) -> None:
    """Delete what there is of a person."""
    run_removal(removal_id)
