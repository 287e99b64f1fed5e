"""The real worker as a process of its own, a real Dovecot, a real SMTP server."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from postroom.models import Article, Channel, Inbound, InboundState, Outbound, OutboundState, SenderKind, Ticket
from postroom.triggers.shipped import ship_triggers
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.smtp import MailServer
from tests.world import World, eml, make_world

pytestmark = pytest.mark.django_db(transaction=True)
USER = "support@desk.example"


def connect(world: World, dovecot: Dovecot, mail_server: MailServer) -> Channel:
    """Point the channel at both servers."""
    plain = {"security": "none", "verify_certificate": True}
    channel = world.channel
    channel.inbound = {"protocol": "imap", "host": "127.0.0.1", "port": dovecot.imap, "user": USER, **plain}
    channel.inbound_secret = PASSWORD
    channel.outbound = {"protocol": "smtp", "host": mail_server.host, "port": mail_server.port, "user": "", **plain}
    channel.save()
    return channel


def start_worker() -> subprocess.Popen[bytes]:
    """Start a worker on the database of this test."""
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    return subprocess.Popen(
        [sys.executable, "-m", "postroom", "worker-process"], env={**os.environ, "POSTROOM_DATABASE_URL": url}
    )


@contextmanager
def running_worker() -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker and stop it as a supervisor would."""
    before = workers()
    worker = start_worker()
    try:
        # Before its lanes are there it cannot be asked to stop: a signal would just end it.
        await_that(lambda: workers() > before, 60)
        yield worker
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0


def workers() -> int:
    """Return the highest number any lane of a worker got so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_workers")
        return int(cursor.fetchone()[0])


def await_that(condition: Callable[[], bool], seconds: float) -> float:
    """Wait until `condition` holds and return how long it took; fail after `seconds`."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - began


def test_mail_becomes_a_ticket_by_idle_and_is_confirmed_exactly_once(dovecot: Dovecot, mail_server: MailServer) -> None:
    world = make_world()
    ship_triggers()
    connect(world, dovecot, mail_server)
    with running_worker():
        dovecot.deliver(USER, eml(subject="first"))
        await_that(lambda: Ticket.objects.filter(title="first").exists(), 30)
        dovecot.deliver(USER, eml(subject="second", body="by IDLE"))
        await_that(lambda: Ticket.objects.filter(title="second").exists(), 10)
        (first, second) = mail_server.await_messages(2, 20)
        await_that(lambda: Outbound.objects.filter(state=OutboundState.SENT).count() == 2, 10)
    assert [taken.recipients for taken in (first, second)] == [("carl@customer.example",)] * 2
    assert dovecot.messages(USER) == []
    assert Article.objects.filter(sender=SenderKind.CUSTOMER).count() == 2


def test_worker_asked_to_stop_amid_an_import_ends_with_its_batch_and_the_next_goes_on(
    dovecot: Dovecot, mail_server: MailServer
) -> None:
    mails, user = 600, "stopped@desk.example"
    world = make_world()
    channel = connect(world, dovecot, mail_server)
    channel.inbound = {**channel.inbound, "user": user}
    channel.save()
    for number in range(mails):
        dovecot.deliver(user, eml(subject=f"mail {number}", message_id=f"<{number}@stop.example>"))
    with running_worker():
        await_that(lambda: Inbound.objects.exists(), 60)
    assert 0 < Inbound.objects.count() < mails
    with running_worker():
        await_that(lambda: done() == mails, 120)
    assert Article.objects.filter(sender=SenderKind.CUSTOMER).count() == mails


@pytest.mark.slow
def test_worker_killed_at_random_moments_gives_every_mail_exactly_one_article(
    dovecot: Dovecot, mail_server: MailServer
) -> None:
    kills, mails = 20, 2000
    world = make_world()
    user = "killed@desk.example"
    channel = connect(world, dovecot, mail_server)
    channel.inbound = {**channel.inbound, "user": user}
    channel.save()
    for number in range(mails):
        dovecot.deliver(user, eml(subject=f"mail {number}", message_id=f"<{number}@kill.example>"))
    chance = random.Random(20261123)
    for _ in range(kills):
        worker = start_worker()
        time.sleep(chance.uniform(1.0, 4.0))
        worker.kill()
        worker.wait()
    with running_worker():
        await_that(lambda: done() == mails, 120)
        # Settling comes after storing, and what a killed worker only marked goes at the next look.
        await_that(lambda: dovecot.messages(user) == [], 60)
    assert Inbound.objects.filter(state=InboundState.PROCESSED).count() == mails
    assert sorted(Article.objects.values_list("message_id", flat=True)) == sorted(
        f"{number}@kill.example" for number in range(mails)
    )


def done() -> int:
    """Return how many mails have been through."""
    return Inbound.objects.filter(state=InboundState.PROCESSED).count()
