"""The page of system health: what it says of a well installation and of a sick one."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from postroom.models import (
    ChannelHealth,
    Direction,
    Event,
    EventKind,
    HealthState,
    Housekeeping,
    Outbound,
    OutboundState,
    Ticket,
    User,
)
from postroom.web.health.checks import ERROR, OK, WARNING, Check
from tests.web.cast import Cast, statements

pytestmark = pytest.mark.django_db


def states(client: Client) -> dict[str, str]:
    checks: list[Check] = client.get("/health/").context["checks"]
    return {check.title: check.state for check in checks}


def worker() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def backup(days: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO postroom_setting (key, value, changed_at) "
            "VALUES ('last_backup', '{}', now() - make_interval(days => %s))",
            [days],
        )


def test_well_installation(cast: Cast, pages: Client) -> None:
    worker()
    backup(days=1)
    found = states(pages)
    del found["Disk"]  # of the machine that tests run on
    assert set(found.values()) == {OK}
    assert len(found) == 10


def test_what_is_wrong_stands_first_with_what_to_do(cast: Cast, pages: Client) -> None:
    backup(days=9)
    ChannelHealth.objects.create(channel=cast.world.channel, direction=Direction.IN, state=HealthState.FAILING)
    Outbound.objects.create(
        email_address=cast.world.address, message_id="x@y", recipients=["a@b.example"], state=OutboundState.UNCERTAIN
    )
    ticket = Ticket.objects.create(
        number="1",
        title="T",
        group=cast.world.group,
        customer=cast.world.customer,
        created_at=timezone.now(),
        updated_at=timezone.now(),
    )
    Event.objects.create(
        ticket=ticket,
        kind=EventKind.OPENED,
        via="web",
        search_pending=True,
        created_at=timezone.now() - datetime.timedelta(hours=1),
    )
    found = states(pages)
    assert {found[title] for title in ("Mailboxes", "Workers", "Outbox")} == {ERROR}
    assert {found[title] for title in ("Backup", "Search")} == {WARNING}
    assert next(iter(found.values())) == ERROR
    page = pages.get("/health/").content.decode()
    assert "No worker is running: no mail is fetched and none is sent." in page
    assert "There is trouble with support@desk.example." in page


def test_jobs_are_counted_by_what_they_do(cast: Cast, pages: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        for status in ("todo", "todo", "doing", "succeeded"):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('poll', 'poll', %s)", [status]
            )
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) "
            "VALUES ('deliver', 'deliver', now() + interval '1 hour')"
        )
    queues = {queue.name: (queue.waiting, queue.running) for queue in pages.get("/health/").context["queues"]}
    assert queues == {"poll": (2, 1), "deliver": (0, 0)}


def test_largest_tables_and_versions_stand_there(cast: Cast, pages: Client) -> None:
    context = pages.get("/health/").context
    sizes = [table.bytes for table in context["tables"]]
    assert sizes == sorted(sizes, reverse=True)
    assert context["database_size"] > sizes[0] > 0
    assert list(context["versions"]) == ["Postroom", "Python", "PostgreSQL"]


def test_statements_do_not_grow_with_channels(cast: Cast, pages: Client) -> None:
    ChannelHealth.objects.create(channel=cast.world.channel, direction=Direction.IN)
    before = statements(pages, "/health/")
    ChannelHealth.objects.create(channel=cast.world.channel, direction=Direction.OUT)
    assert statements(pages, "/health/") == before


def test_only_administrators_see_it(cast: Cast) -> None:
    assert cast.client(cast.world.agent).get("/health/").status_code == 403
    assert cast.client(User.objects.create_user("c@x.example")).get("/health/").status_code == 403
    assert cast.client(None).get("/health/").status_code == 302


def test_tidying_that_fails_is_an_alarm_that_leads_here(cast: Cast, pages: Client) -> None:
    now = timezone.now()
    row = Housekeeping.objects.create(name="blobs", ran_at=now, failed_since=now, error="OperationalError", removed=3)
    assert states(pages)["Tidying up"] == WARNING
    page = pages.get("/groups/").content.decode()
    assert page.partition('href="/health/"')[2].partition("</a>")[0].count("1") > 0
    Housekeeping.objects.filter(pk=row.pk).update(failed_since=None, ran_at=now - datetime.timedelta(days=3))
    assert states(pages)["Tidying up"] == WARNING
    Housekeeping.objects.update(ran_at=now)
    assert states(pages)["Tidying up"] == OK
    assert "Files that nothing refers to" in pages.get("/health/").content.decode()
