"""What is tidied up by itself, and above all what is not."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from postroom.configuration import configure
from postroom.jobs.housekeeping.blobs import remove_unused_blobs
from postroom.jobs.housekeeping.running import TASKS, keep_house
from postroom.models import (
    Blob,
    Draft,
    DraftFile,
    DraftKind,
    Event,
    FileText,
    Housekeeping,
    Notification,
    Probe,
    Purpose,
    Session,
)
from postroom.tickets.drafts import FileDraft
from postroom.tickets.unsent import Place, add_file, discard_draft
from tests.world import World, arrive, eml, make_world

LONG_AGO = timezone.now() - datetime.timedelta(days=400)
DEADLINE = 30


def age_blobs() -> None:
    Blob.objects.update(kept_at=LONG_AGO)


def place(world: World) -> Place:
    return Place(world.agent, None, DraftKind.NEW)


def with_file(world: World, content: bytes) -> str:
    return add_file(place(world), FileDraft("a.txt", "text/plain", content)).blob_id


@pytest.mark.django_db
def test_files_of_a_discarded_draft_go_and_everything_in_use_stays() -> None:
    world = make_world()
    (row,) = arrive(world.channel, eml())
    kept, thrown = with_file(world, b"kept"), with_file(world, b"thrown away")
    DraftFile.objects.filter(blob=thrown).delete()
    FileText.objects.create(blob_id=thrown, kind="text", asked_at=LONG_AGO)
    assert remove_unused_blobs() == 0  # what is new may be about to be used
    age_blobs()
    assert remove_unused_blobs() == 1
    assert set(Blob.objects.values_list("digest", flat=True)) == {kept, row.raw_id}
    discard_draft(place(world))
    assert remove_unused_blobs() == 1
    assert not FileText.objects.exists()


@pytest.mark.django_db
def test_blob_that_is_stored_again_is_new_again() -> None:
    (digest,) = Blob.objects.keep([b"x"])
    age_blobs()
    assert Blob.objects.keep([b"x"]) == [digest]
    assert Blob.objects.get().kept_at > timezone.now() - datetime.timedelta(minutes=1)
    assert remove_unused_blobs() == 0


@pytest.mark.django_db(transaction=True)
def test_blob_that_somebody_is_storing_again_at_this_moment_is_passed_over() -> None:
    world = make_world()
    (digest,) = Blob.objects.keep([b"x"])
    age_blobs()
    stored, cleaned = threading.Event(), threading.Event()

    def store() -> None:
        with transaction.atomic():
            Blob.objects.keep([b"x"])
            stored.set()
            assert cleaned.wait(DEADLINE)
            draft = Draft.objects.create(user=world.agent, kind=DraftKind.NEW, saved_at=timezone.now())
            DraftFile.objects.create(draft=draft, filename="x", content_type="text/plain", size=1, blob_id=digest)
        connection.close()

    storing = threading.Thread(target=store)
    storing.start()
    assert stored.wait(DEADLINE)
    assert remove_unused_blobs() == 0
    cleaned.set()
    storing.join(DEADLINE)
    assert DraftFile.objects.get().blob_id == digest
    assert remove_unused_blobs() == 0


@pytest.mark.django_db(transaction=True)
def test_blob_that_is_being_removed_is_stored_anew_for_who_comes_then() -> None:
    world = make_world()
    (digest,) = Blob.objects.keep([b"x"])
    age_blobs()
    done: list[str] = []

    def store() -> None:
        done.append(with_file(world, b"x"))
        connection.close()

    storing = threading.Thread(target=store)
    with transaction.atomic():
        assert remove_unused_blobs() == 1
        storing.start()
        wait_for_a_lock()
    storing.join(DEADLINE)
    assert (done, Blob.objects.get().digest) == ([digest], digest)


def wait_for_a_lock() -> None:
    """Wait until another connection waits for what this one holds."""
    pause = threading.Event()
    for _attempt in range(DEADLINE * 20):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        pause.wait(0.05)
    pytest.fail("nobody waited")


@pytest.mark.django_db
def test_notifications_are_kept_as_long_as_the_settings_say() -> None:
    world = make_world()
    arrive(world.channel, eml())
    event = Event.objects.earliest("pk")
    values = {"user": world.agent, "ticket": event.ticket, "kind": "new"}
    Notification.objects.all().delete()
    old = Notification.objects.create(event=event, created_at=LONG_AGO, **values)
    configure(notification_days=0)
    run_all()
    assert Notification.objects.filter(pk=old.pk).exists()
    configure(notification_days=90)
    Notification.objects.create(event=event, created_at=timezone.now(), **(values | {"user": world.customer}))
    run_all()
    assert Notification.objects.values_list("user", flat=True).get() == world.customer.pk
    assert Housekeeping.objects.get(pk="notifications").removed == 1


@pytest.mark.django_db
def test_newest_trial_of_a_channel_stays_however_old() -> None:
    world = make_world()
    values = {"channel": world.channel, "finished_at": LONG_AGO}
    first, second = (Probe.objects.create(purpose=Purpose.CHECK, **values) for _ in range(2))
    other = Probe.objects.create(purpose=Purpose.DOCTOR, **values)
    run_all()
    assert set(Probe.objects.values_list("pk", flat=True)) == {second.pk, other.pk} != {first.pk}


@pytest.mark.django_db
def test_sessions_jobs_and_guesses_that_are_over_go_and_the_others_stay() -> None:
    make_world()
    Session.objects.create(session_key="over", expire_date=LONG_AGO, session_data="")
    Session.objects.create(session_key="open", expire_date=timezone.now() + datetime.timedelta(days=1), session_data="")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO postroom_cache VALUES ('a', '', now() - interval '1 day'), ('b', '', 'infinity')")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, status) "
            "VALUES ('over', 'q', 'failed'), ('open', 'q', 'todo')"
        )
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '8 days'")
    run_all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE task_name IN ('over', 'open')")
        assert cursor.fetchall() == [("open",)]
        cursor.execute("SELECT cache_key FROM postroom_cache WHERE cache_key IN ('a', 'b')")
        assert cursor.fetchall() == [("b",)]
    assert Session.objects.values_list("session_key", flat=True).get() == "open"


@pytest.mark.django_db
def test_what_ran_is_not_due_again_at_once() -> None:
    keep_house()
    assert set(Housekeeping.objects.values_list("name", flat=True)) == {task.name for task in TASKS}
    (digest,) = Blob.objects.keep([b"x"])
    age_blobs()
    keep_house()
    assert Blob.objects.filter(pk=digest).exists()
    Housekeeping.objects.update(ran_at=F("ran_at") - datetime.timedelta(days=1))
    keep_house()
    assert not Blob.objects.filter(pk=digest).exists()
    assert Housekeeping.objects.get(pk="blobs").removed_in_all == 1


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_written_down_and_the_others_run() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE postroom_cache RENAME TO postroom_cache_gone")
    try:
        keep_house()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE postroom_cache_gone RENAME TO postroom_cache")
    failed = Housekeeping.objects.get(failed_since__isnull=False)
    assert (failed.name, failed.error) == ("guesses", "ProgrammingError")
    assert Housekeeping.objects.count() == len(TASKS)
    run_all()
    assert not Housekeeping.objects.filter(failed_since__isnull=False).exists()


def run_all() -> None:
    """Let everything be due, and run it."""
    Housekeeping.objects.update(ran_at=LONG_AGO)
    keep_house()
