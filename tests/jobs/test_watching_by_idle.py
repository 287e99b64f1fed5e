"""The watcher of a channel whose server tells of new mail by IDLE, and what it makes of a change of settings."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from postroom.channels.kinds.microsoft365.config import Ways
from postroom.jobs.watch import watch_until
from postroom.models import Channel, ChannelHealth
from postroom.practice import PracticeTenant
from tests.channels.microsoft.test_channel import make_channel
from tests.jobs.test_watching_by_graph import taken, until
from tests.practice.mails import SUPPORT, mail
from tests.servers.practice import make_app, make_grant, practice

__all__ = ["practice"]

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = "Anfragen/Tech-Support"


@pytest.fixture
def watched(practice: PracticeTenant) -> Iterator[Channel]:
    practice.control.world.post.folders.create_path(SUPPORT, FOLDER)
    grant = make_grant(practice, make_app(practice), SUPPORT, ("mail",))
    channel = make_channel(grant, ways=Ways.from_text("imap smtp"))
    stop = threading.Event()
    watcher = threading.Thread(target=watch_until, args=(stop,), name="watcher")
    watcher.start()
    yield channel
    stop.set()
    watcher.join()


def test_watcher_listens_to_another_folder_as_soon_as_that_is_chosen(
    practice: PracticeTenant, watched: Channel
) -> None:
    until(lambda: taken("poll"))

    Channel.objects.update(folder=FOLDER)

    until(lambda: taken("poll"))
    practice.control.put(SUPPORT, mail("Dort"), folder=FOLDER)
    until(lambda: taken("poll"))


def test_connection_that_ends_with_its_token_is_opened_anew_without_trouble(
    practice: PracticeTenant, watched: Channel
) -> None:
    until(lambda: taken("poll"))

    practice.control.expire_access_tokens()

    until(lambda: taken("poll"))
    assert list(ChannelHealth.objects.all()) == []
