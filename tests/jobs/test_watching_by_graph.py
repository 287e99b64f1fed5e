"""The watcher of a channel that Graph tells of new mail: subscribing is its job, and looking whatever is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from postroom.channels.kinds.microsoft365.config import Ways
from postroom.channels.subscribing.keeping import keep
from postroom.configuration import configure
from postroom.intake.poll import poll
from postroom.jobs.watch import watch_until
from postroom.models import Channel, Subscription
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import make_channel
from tests.practice.mails import SUPPORT, mail
from tests.servers.practice import make_app, make_grant, practice

__all__ = ["practice"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watched(practice: PracticeTenant, live_server: LiveServer) -> Iterator[Channel]:
    configure(public_url=live_server.url)
    channel = make_channel(make_grant(practice, make_app(practice), SUPPORT, ("graph",)), ways=Ways())
    stop = threading.Event()
    watcher = threading.Thread(target=watch_until, args=(stop,), name="watcher")
    watcher.start()
    yield channel
    stop.set()
    watcher.join()


def taken(job: str) -> bool:
    """Take a waiting job of that name off the queue, as a worker does; whether there was one."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = %s RETURNING id", [job])
        return cursor.fetchone() is not None


def until(found: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not found():
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_watcher_subscribes_and_mail_that_microsoft_tells_of_is_looked_for(
    practice: PracticeTenant, watched: Channel
) -> None:
    until(lambda: taken("subscribe"))
    until(lambda: taken("poll"))
    keep(watched.pk)
    assert (Subscription.objects.get().code, poll(watched.pk)) == ("", 0)
    taken("poll")

    practice.control.put(SUPPORT, mail("Eins"))

    until(lambda: taken("poll"))
    assert poll(watched.pk) == 1
