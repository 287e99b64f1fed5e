"""What is written is found, by the job that follows or by the sweep."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from postroom.enqueue import INDEX
from postroom.jobs.connections import borrowed
from postroom.jobs.reindex import write_all
from postroom.jobs.sweep import sweep
from postroom.models import Article, Event, Inbound, SearchText, Ticket, User
from postroom.people.organisations import OrganisationDraft, delete_organisation, save_organisation
from postroom.people.users import change_user
from postroom.search.folding import fold
from postroom.search.index import index_waiting
from postroom.search.lookups import asks
from postroom.search.questions import question
from postroom.search.syntax import parse
from postroom.search.turn import events_in_turn
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked
from postroom.tickets.merging import merge
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def found(typed: str) -> list[str]:
    """The titles of the tickets that answer."""
    rows = SearchText.objects.filter(asks(question(parse(typed)).tsquery)).order_by("at", "pk")
    return list(dict.fromkeys(rows.values_list("ticket__title", flat=True)))


def jobs(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = %s", [name])
        (count,) = cursor.fetchone()
    return int(count)


def test_mail_is_found_by_everything_it_says(world: World) -> None:
    waiting = jobs(INDEX)
    arrive(world.channel, eml(subject="Heizung kalt", body="Die Häuser frieren."))
    assert (jobs(INDEX) - waiting, found("Haus")) == (1, [])
    index_waiting()
    number = Ticket.objects.get().number
    for typed in ("heizung", "haus", "haeuser", number, "carl", "from:carl", "to:support", "customer.example"):
        assert found(typed) == ["Heizung kalt"], typed
    assert found("from:support") == []
    assert found("to:carl") == []


def test_new_title_takes_the_place_of_the_old(world: World) -> None:
    arrive(world.channel, eml(subject="Old words"))
    index_waiting()
    with acting(world.agent, "web") as act:
        change(act, locked(Ticket.objects.get().pk), title="Fresh name")
    index_waiting()
    assert (found("fresh"), SearchText.objects.count()) == (["Fresh name"], 1)


def test_change_without_words_asks_for_nothing(world: World) -> None:
    arrive(world.channel, eml())
    index_waiting()
    with acting(world.agent, "web") as act:
        change(act, locked(Ticket.objects.get().pk), owner=world.agent)
    assert not Event.objects.filter(search_pending=True).exists()


def test_merged_articles_are_found_in_their_new_ticket(world: World) -> None:
    arrive(world.channel, eml(subject="One", body="apples"), eml(subject="Two", body="pears"))
    index_waiting()
    one, two = Ticket.objects.order_by("pk")
    with acting(world.agent, "web") as act:
        merge(act, one, two)
    index_waiting()
    assert (found("apples"), found("pears")) == (["Two"], ["Two"])


def test_what_lost_its_job_is_found_by_the_sweep(world: World) -> None:
    arrive(world.channel, eml())
    Event.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    sweep()
    assert jobs(INDEX) == 1


def test_reindex_makes_everything_anew(world: World) -> None:
    arrive(world.channel, eml(subject="Apples"), eml(subject="Pears"))
    index_waiting()
    SearchText.objects.filter(article=Article.objects.earliest("pk")).delete()
    assert (write_all(), found("apples"), found("pears")) == (2, ["Apples"], ["Pears"])


@pytest.mark.parametrize("name", ["Jörg O'Neil-Straßer", "МАРИЯ", "Ωμέγα", "Ünal & Söhne (GmbH)", "a\\b", "Œuvre", ""])
def test_database_folds_names_as_we_do(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(postroom_search_names(%s))", [name])
        (kept,) = cursor.fetchone()
    parts = "".join(char if char.isalnum() else " " for char in name).split()
    assert set(kept) == {fold(part) for part in parts}


def test_words_of_an_import_wait_while_it_lasts_and_those_of_people_do_not(world: World) -> None:
    rows = arrive(world.channel, *(eml(subject=f"Import {number}", body=f"{number}") for number in range(50)))
    with acting(world.agent, "web") as act:
        change(act, locked(rows[0].ticket_id or 0), title="By hand")
    index_waiting(events_in_turn)
    assert list(SearchText.objects.values_list("ticket", flat=True)) == [rows[0].ticket_id]
    later = timezone.now() - datetime.timedelta(seconds=11)
    Inbound.objects.update(stored_at=later)
    index_waiting(events_in_turn)
    assert SearchText.objects.values("ticket").distinct().count() == 50


def test_words_of_an_import_that_does_not_end_wait_for_minutes_only(world: World) -> None:
    arrive(world.channel, *(eml(subject=f"Import {number}", body=f"{number}") for number in range(50)))
    index_waiting(events_in_turn)
    assert SearchText.objects.count() == 0
    Inbound.objects.update(processed_at=timezone.now() - datetime.timedelta(minutes=4))
    index_waiting(events_in_turn)
    assert SearchText.objects.count() == 50


@pytest.mark.django_db(transaction=True)
def test_index_does_not_wait_for_who_changes_the_ticket(world: World) -> None:
    (row,) = arrive(world.channel, eml(subject="Heizung"))
    with transaction.atomic():
        locked(row.ticket_id or 0)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_index_elsewhere).result(60)
    assert found("heizung") == ["Heizung"]


def _index_elsewhere() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20s'")
    with borrowed():
        index_waiting()


def test_old_tickets_are_found_under_a_new_name(world: World) -> None:
    arrive(world.channel, eml(subject="Heizung kalt"))
    index_waiting()
    customer = Ticket.objects.get().customer
    assert (found("carl"), found("lindqvist")) == (["Heizung kalt"], [])
    waiting = jobs(INDEX)
    change_user(customer, [], name="Carla Lindqvist", email=customer.email)
    change_user(User.objects.get(pk=customer.pk), [], name="Carla Lindqvist", phone="123")
    assert jobs(INDEX) - waiting == 1
    index_waiting()
    assert found("lindqvist") == ["Heizung kalt"]


def test_tickets_are_found_under_the_name_their_organisation_has_now(world: World) -> None:
    firm = save_organisation(OrganisationDraft("Nordlicht"))
    arrive(world.channel, eml(subject="Heizung kalt"))
    Ticket.objects.update(organisation=firm)
    write_all()
    save_organisation(OrganisationDraft("Südwind"), firm)
    index_waiting()
    assert (found("nordlicht"), found("südwind")) == ([], ["Heizung kalt"])
    delete_organisation(firm)
    index_waiting()
    assert found("südwind") == []
