"""The worker process: job lanes, mailbox watchers and the sweeper, until SIGTERM."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from postroom.jobs import tasks
from postroom.jobs.lanes import LANES, Lane
from postroom.jobs.sweep import sweep_until
from postroom.jobs.watch import watch_until
from postroom.stopping import ask_to_stop

log = structlog.get_logger(__name__)

_GRACE = 8.0
"""Seconds that running jobs get to end; what is cut off is taken up again, nothing is lost or doubled."""
_HEARTBEAT = 5.0
_STALLED = 20.0


def main(_arguments: Sequence[str]) -> int:
    """Work until SIGTERM or SIGINT."""
    log.info("worker starts", jobs=sorted(tasks.NAMES))
    asyncio.run(_work())
    return 0


async def _work() -> None:
    stop = threading.Event()
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(sum(lane.places for lane in LANES) + 4))
    helpers = [
        threading.Thread(target=target, args=(stop,), name=target.__name__) for target in (watch_until, sweep_until)
    ]
    # An app of its own: inside a job, enqueue() still writes by Django's connection, in the transaction of the rows.
    async with app.with_connector(DjangoConnector().get_worker_connector()).open_async() as worker_app:
        lanes = [asyncio.create_task(_work_lane(worker_app, lane), name=lane.name) for lane in LANES]
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _stop, stop, lanes)
        for helper in helpers:
            helper.start()
        await _until_first_ends(lanes)
    stop.set()
    for helper in helpers:
        await asyncio.to_thread(helper.join, _GRACE)


async def _work_lane(worker_app: App, lane: Lane) -> None:
    await worker_app.run_worker_async(
        queues=list(lane.queues),
        name=lane.name,
        concurrency=lane.places,
        install_signal_handlers=False,
        delete_jobs="always",
        shutdown_graceful_timeout=_GRACE,
        update_heartbeat_interval=_HEARTBEAT,
        stalled_worker_timeout=_STALLED,
    )


async def _until_first_ends(lanes: Sequence[asyncio.Task[None]]) -> None:
    """One lane that ended by an error ends the worker: its supervisor starts it anew, whole."""
    done, running = await asyncio.wait(lanes, return_when=asyncio.FIRST_COMPLETED)
    for task in running:
        task.cancel()
    for result in await asyncio.gather(*done, *running, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


def _stop(stop: threading.Event, lanes: Sequence[asyncio.Task[None]]) -> None:
    log.info("worker stops")
    stop.set()
    ask_to_stop()
    for lane in lanes:
        lane.cancel()
