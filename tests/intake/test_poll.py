"""From a mailbox on a real Dovecot to the ledger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from imapclient import IMAPClient

from postroom.drivers.base import RawMail
from postroom.enqueue import POLL
from postroom.intake.poll import poll
from postroom.intake.store import store
from postroom.models import Article, ChannelHealth, Direction, HealthState, Inbound, InboundState, Sighting
from postroom.models.channels import AfterImport
from postroom.stopping import ask_to_stop, work_again
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.world import World, arrive, eml, make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.dovecot]


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A mailbox of the test's own."""
    return f"{request.node.name[:60].lower()}@desk.example"


@pytest.fixture
def world(dovecot: Dovecot, user: str) -> World:
    world = make_world()
    world.channel.inbound = {
        "protocol": "imap",
        "host": "127.0.0.1",
        "port": dovecot.imap,
        "security": "none",
        "verify_certificate": True,
        "user": user,
    }
    world.channel.inbound_secret = PASSWORD
    world.channel.save()
    return world


def test_mail_is_stored_and_deleted_from_the_server(world: World, dovecot: Dovecot, user: str) -> None:
    mails = [eml(body=f"{number}") for number in range(3)]
    for mail in mails:
        dovecot.deliver(user, mail)
    assert poll(world.channel.pk) == 3
    assert dovecot.messages(user) == []
    assert Inbound.objects.filter(state=InboundState.STORED, complete=True).count() == 3
    assert Sighting.objects.filter(settled_at__isnull=False).count() == 3
    assert ChannelHealth.objects.get(direction=Direction.IN).state == HealthState.OK


def test_kept_mail_is_marked_read_and_never_fetched_again(world: World, dovecot: Dovecot, user: str) -> None:
    world.channel.after_import = AfterImport.MARK_READ
    world.channel.save()
    dovecot.deliver(user, eml())
    assert (poll(world.channel.pk), poll(world.channel.pk)) == (1, 0)
    assert (len(dovecot.messages(user)), Inbound.objects.count()) == (1, 1)


def test_worker_that_stops_begins_no_batch_and_leaves_the_look_to_another(
    world: World, dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver(user, eml())
    ask_to_stop()
    try:
        assert poll(world.channel.pk) == 0
    finally:
        work_again()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = %s AND args ->> 'channel_id' = %s",
            [POLL, str(world.channel.pk)],
        )
        assert cursor.fetchone() == (1,)
    assert (len(dovecot.messages(user)), poll(world.channel.pk)) == (1, 1)


def test_mail_is_moved_to_the_chosen_folder(world: World, dovecot: Dovecot, user: str) -> None:
    world.channel.after_import, world.channel.move_to = AfterImport.MOVE, "Erledigt"
    world.channel.save()
    dovecot.deliver(user, eml(), "Erledigt")
    dovecot.deliver(user, eml(body="new"))
    assert poll(world.channel.pk) == 1
    assert (len(dovecot.messages(user)), len(dovecot.messages(user, "Erledigt"))) == (0, 2)


def test_mail_stored_but_not_settled_is_settled_at_the_next_look_and_not_stored_twice(
    world: World, dovecot: Dovecot, user: str
) -> None:
    world.channel.after_import = AfterImport.MARK_READ
    world.channel.save()
    dovecot.deliver(user, eml())
    poll(world.channel.pk)
    world.channel.after_import = AfterImport.DELETE
    world.channel.save()
    Sighting.objects.update(settled_at=None)
    assert poll(world.channel.pk) == 0
    assert (dovecot.messages(user), Inbound.objects.count()) == ([], 1)


def test_mail_seen_before_under_another_key_is_settled_and_makes_nothing_new(
    world: World, dovecot: Dovecot, user: str
) -> None:
    mail = eml()
    dovecot.deliver(user, mail)
    (content,) = dovecot.messages(user)
    on_the_wire = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    store(world.channel, "", [RawMail("1:1", on_the_wire, len(on_the_wire), None)])
    assert poll(world.channel.pk) == 1
    assert (dovecot.messages(user), Inbound.objects.count(), Sighting.objects.count()) == ([], 1, 2)


@pytest.fixture
def marked(world: World, dovecot: Dovecot, user: str) -> Callable[..., None]:
    """Return a function that marks mails as deleted, as a worker does before it is killed."""

    def mark(*uids: int) -> None:
        with IMAPClient("127.0.0.1", dovecot.imap, ssl=False) as client:
            client.login(user, PASSWORD)
            client.select_folder("INBOX")
            client.add_flags(uids, [rb"\Deleted"])

    return mark


def test_mail_marked_by_a_worker_that_was_killed_is_deleted_at_the_next_look(
    world: World, dovecot: Dovecot, user: str, marked: Callable[..., None]
) -> None:
    keep(world, AfterImport.MARK_READ)
    dovecot.deliver(user, eml(body="ours"))
    assert poll(world.channel.pk) == 1
    keep(world, AfterImport.DELETE)
    dovecot.deliver(user, eml(body="theirs"))
    Sighting.objects.update(settled_at=None)
    marked(1, 2)
    assert poll(world.channel.pk) == 0
    assert [b"theirs" in content for content in dovecot.messages(user)] == [True]
    assert Sighting.objects.filter(settled_at__isnull=False).count() == 1


def test_mail_that_is_kept_or_the_only_whole_copy_is_left_to_whoever_marked_it(
    world: World, dovecot: Dovecot, user: str, marked: Callable[..., None]
) -> None:
    keep(world, AfterImport.MARK_READ)
    dovecot.deliver(user, eml())
    poll(world.channel.pk)
    marked(1)
    poll(world.channel.pk)
    keep(world, AfterImport.DELETE)
    Inbound.objects.update(complete=False)
    poll(world.channel.pk)
    assert len(dovecot.messages(user)) == 1


def keep(world: World, after_import: AfterImport) -> None:
    """Decide what happens to imported mail."""
    world.channel.after_import = after_import
    world.channel.save()


def test_wrong_password_is_said_and_is_not_nothing_new(world: World) -> None:
    world.channel.inbound_secret = "wrong"
    world.channel.save()
    assert poll(world.channel.pk) == 0
    health = ChannelHealth.objects.get(direction=Direction.IN)
    assert (health.state, health.code, health.retry_at is not None) == (HealthState.FAILING, "sign-in", True)
    world.channel.refresh_from_db()
    assert world.channel.polled_at is None


def test_channel_recovers_by_itself(world: World, dovecot: Dovecot, user: str) -> None:
    world.channel.folder = "Missing"
    world.channel.save()
    poll(world.channel.pk)
    assert ChannelHealth.objects.get(direction=Direction.IN).code == "folder-missing"
    world.channel.folder = ""
    world.channel.save()
    dovecot.deliver(user, eml())
    assert poll(world.channel.pk) == 1
    assert ChannelHealth.objects.get(direction=Direction.IN).state == HealthState.OK


def test_permanent_bounce_marks_the_address_and_joins_its_ticket(world: World) -> None:
    arrive(world.channel, eml(message_id="<one@customer.example>"))
    ours = Article.objects.create(
        ticket=Article.objects.get().ticket,
        kind="email",
        sender="agent",
        message_id="ours@desk.example",
        created_at=world.customer.created_at,
    )
    bounce = (
        b"From: MAILER-DAEMON@mx.example\r\nTo: support@desk.example\r\nSubject: Undelivered Mail\r\n"
        b"Message-ID: <bounce@mx.example>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nYour mail could not be delivered.\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        b"Final-Recipient: rfc822; carl@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        b"Diagnostic-Code: smtp; 550 5.1.1 <carl@customer.example>: no such user\r\n\r\n"
        b"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <ours@desk.example>\r\nSubject: RE: fire\r\n\r\n"
        b"--b--\r\n"
    )
    (row,) = arrive(world.channel, bounce)
    world.customer.refresh_from_db()
    assert (row.ticket, "no such user" in world.customer.undeliverable_reason) == (ours.ticket, True)
