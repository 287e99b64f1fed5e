"""Scheduled jobs: when they are due, what they do to which tickets, and what happens where a run is cut off."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from postroom.configuration import configure
from postroom.models import Event, Outbound, ScheduledJob, Ticket
from postroom.triggers.scheduled.due import start, start_due, this_hour
from postroom.triggers.scheduled.editing import (
    ScheduledJobDraft,
    ScheduledJobRefused,
    save_scheduled_job,
    switch_scheduled_job,
)
from postroom.triggers.scheduled.running import run_scheduled
from tests.world import World, make_world

pytestmark = pytest.mark.django_db

NEW = {"all": [{"field": "ticket.state", "op": "is", "value": ["new"]}]}
TAG = {"action": "tags", "add": ["seen"], "remove": []}


def ticket(world: World, number: int, state: str = "new") -> Ticket:
    now = timezone.now()
    return Ticket.objects.create(
        number=str(number), title=f"T{number}", group=world.group, customer=world.customer, state=state,
        created_at=now, updated_at=now,
    )  # fmt: skip


def job(**values: Any) -> ScheduledJob:
    every_hour = {"weekdays": list(range(1, 8)), "hours": list(range(24))}
    return ScheduledJob.objects.create(
        **{"name": "Nightly", "conditions": NEW, "actions": [TAG], **every_hour, **values}
    )


def queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'run_scheduled'")
        return int(cursor.fetchone()[0])


def run(made: ScheduledJob) -> ScheduledJob:
    assert start(made)
    run_scheduled(made.pk)
    made.refresh_from_db()
    return made


def tagged() -> list[str]:
    return list(Ticket.objects.filter(tags__contains=["seen"]).order_by("pk").values_list("number", flat=True))


def test_tickets_that_fit_are_changed_and_their_history_says_by_which_job() -> None:
    world = make_world()
    ticket(world, 1), ticket(world, 2, "open"), ticket(world, 3)
    made = run(job())
    assert tagged() == ["1", "3"]
    assert (made.due, made.done, made.failed, made.ran_at is not None) == (False, 2, 0, True)
    events = {(event.via, event.reason, event.actor, event.triggers_pending) for event in Event.objects.all()}
    assert (Event.objects.count(), events) == (2, {("schedule", "Nightly", None, False)})


def test_run_ends_at_its_limit_and_takes_more_than_one_piece() -> None:
    world = make_world()
    for number in range(40):
        ticket(world, number)
    assert run(job(most=30)).done == 30
    assert len(tagged()) == 30


def test_run_that_was_cut_off_goes_on_behind_what_is_done() -> None:
    world = make_world()
    first, _second = ticket(world, 1), ticket(world, 2)
    made = job(due=True, reached=first.pk, done=1)
    run_scheduled(made.pk)
    made.refresh_from_db()
    assert (tagged(), made.done) == (["2"], 2)
    run_scheduled(made.pk)
    assert Event.objects.count() == 1


def test_customer_gets_a_mail_of_it() -> None:
    world = make_world()
    ticket(world, 1)
    run(job(actions=[{"action": "mail", "to": ["customer"], "subject": "Still there?", "body": "<p>Hello</p>"}]))
    assert Outbound.objects.get().recipients == ["carl@customer.example"]


def test_failure_is_told_in_the_history_and_leaves_nothing_half_done() -> None:
    world = make_world()
    ticket(world, 1), ticket(world, 2)
    broken = {"action": "change", "group": 0}
    made = run(job(actions=[TAG, broken]))
    assert (made.done, made.failed, tagged()) == (0, 2, [])
    assert {str(reason).partition(":")[0] for reason in Event.objects.values_list("reason", flat=True)} == {"Nightly"}


def test_hour_is_taken_once_however_often_and_by_whom_it_is_looked() -> None:
    make_world()
    made = job(active=True)
    start_due()
    start_due()
    run_scheduled(made.pk)
    start_due()
    made.refresh_from_db()
    assert (queued(), made.due, made.slot) == (1, False, this_hour())


def test_other_hours_days_and_jobs_that_are_off_wait() -> None:
    make_world()
    now = this_hour()
    job(name="off")
    job(name="hour", active=True, hours=[(now.hour + 5) % 24])
    job(name="day", active=True, weekdays=[now.isoweekday() % 7 + 1])
    start_due()
    assert queued() == 0


def test_what_is_switched_on_waits_for_the_next_of_its_hours() -> None:
    make_world()
    made = job()
    switch_scheduled_job(made, active=True)
    start_due()
    assert queued() == 0


def test_hours_are_those_of_the_installation_and_the_doubled_one_is_one() -> None:
    make_world()
    configure(time_zone="Europe/Berlin")
    summer = datetime.datetime(2026, 7, 1, 5, 30, tzinfo=datetime.UTC)
    assert this_hour(summer).isoformat() == "2026-07-01T07:00:00+02:00"
    doubled = [datetime.datetime(2026, 10, 25, hour, 30, tzinfo=datetime.UTC) for hour in (0, 1)]
    assert this_hour(doubled[0]) == this_hour(doubled[1])


@pytest.mark.parametrize(
    ("conditions", "actions"),
    [
        ({"all": []}, [TAG]),
        (NEW, []),
        ({"all": [{"field": "event.kind", "op": "is", "value": ["opened"]}]}, [TAG]),
        ({"all": [{"field": "no.such", "op": "is", "value": ["x"]}]}, [TAG]),
    ],
)
def test_what_could_not_run_or_would_change_everything_is_refused(conditions: Any, actions: Any) -> None:
    with pytest.raises(ScheduledJobRefused):
        save_scheduled_job(ScheduledJobDraft("N", conditions, actions, [1], [7], 5))
    assert ScheduledJob.objects.count() == 0
