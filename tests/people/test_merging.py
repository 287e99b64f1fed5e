"""Making one person of two: everything moves, nothing is doubled, later mail finds who is kept."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress as SignInAddress
from django.test import Client
from django.utils import timezone

from postroom.models import (
    Absence,
    Draft,
    Event,
    Follow,
    FurtherAddress,
    Group,
    GroupAccess,
    Macro,
    Notification,
    Organisation,
    Removal,
    Role,
    StoredOverview,
    Ticket,
    Trigger,
    User,
)
from postroom.people.addresses import add_address, remove_address
from postroom.people.merging.doubles import likely_doubles
from postroom.people.merging.foresight import holdings
from postroom.people.merging.merge import merge_people
from postroom.people.merging.moves import MOVES, relations
from postroom.people.refusals import (
    AddressKnown,
    BothWrite,
    LastAdministrator,
    MergesOneself,
    OwnAddress,
    SamePerson,
    UnderRemoval,
)
from postroom.people.users import change_user, create_user
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def chief() -> User:
    role, _new = Role.objects.get_or_create(name="Administrator", is_administrator=True)
    return create_user([role], email="chief@desk.example", name="Chief")


def person(email: str, **values: Any) -> User:
    return User.objects.create_user(email, **values)


def test_every_column_that_names_a_person_is_covered() -> None:
    assert {relation.name for relation in relations()} == set(MOVES)


def test_tickets_and_addresses_come_along_and_later_mail_finds_who_is_kept(world: World) -> None:
    other = person("carl@home.example", name="Carl C.")
    first, second = arrive(
        world.channel,
        eml(subject="one", from_="carl@customer.example"),
        eml(subject="two", from_="Carl <CARL@home.example>"),
    )
    merged = merge_people(chief(), world.customer.pk, other.pk)
    assert (merged.kept, merged.tickets) == (world.customer, 1)
    assert set(Ticket.objects.values_list("customer", flat=True)) == {world.customer.pk}
    assert not User.objects.filter(email__iexact="carl@home.example").exists()
    (row,) = arrive(world.channel, eml(subject="three", from_="Carl@Home.example"))
    assert (row.ticket is not None and row.ticket.customer) == world.customer
    assert FurtherAddress.objects.get().email == "carl@home.example"
    assert None not in (first.ticket, second.ticket)


def test_history_says_who_became_whom_and_the_audit_trail_of_names_is_kept(world: World) -> None:
    other = person("carl@home.example", name="Carl C.")
    arrive(world.channel, eml(from_="carl@home.example"))
    merge_people(chief(), world.customer.pk, other.pk)
    event = Event.objects.order_by("pk").last()
    assert event is not None
    assert (event.reason, event.actor and event.actor.name) == (
        "Carl C. and Carl Customer are the same person.",
        "Chief",
    )
    assert event.search_pending


def test_values_are_chosen_and_what_only_one_has_is_kept(world: World) -> None:
    acme = Organisation.objects.create(name="Acme")
    kept = person("a@x.example", name="A", note="first")
    other = person("b@x.example", name="Bea", phone="123", organisation=acme, note="second")
    merge_people(chief(), kept.pk, other.pk, {"name", "email"})
    kept.refresh_from_db()
    assert (kept.email, kept.name, kept.phone, kept.organisation) == ("b@x.example", "Bea", "123", acme)
    assert kept.note == "first\n\nsecond"
    assert FurtherAddress.objects.get().email == "a@x.example"


def test_what_both_have_is_there_once_and_rights_are_added(world: World) -> None:
    (row,) = arrive(world.channel, eml())
    assert row.ticket is not None
    kept, other = person("a@x.example"), person("b@x.example")
    for user in (kept, other):
        Follow.objects.create(user=user, ticket=row.ticket)
    group = Group.objects.create(name="Second")
    GroupAccess.objects.create(group=group, user=kept, levels=["read"])
    GroupAccess.objects.create(group=group, user=other, levels=["change"])
    first, second = Role.objects.create(name="1"), Role.objects.create(name="2")
    kept.roles.add(first)
    other.roles.add(first, second)
    merge_people(chief(), kept.pk, other.pk)
    assert Follow.objects.get().user == kept
    assert GroupAccess.objects.get(group=group).levels == ["read", "change"]
    assert set(kept.roles.all()) == {first, second}


def test_nobody_stands_in_for_themselves_afterwards(world: World) -> None:
    kept, other, third = person("a@x.example"), person("b@x.example"), person("c@x.example")
    day = datetime.date(2026, 1, 1)
    Absence.objects.create(user=kept, substitute=other, first_day=day, last_day=day)
    Absence.objects.create(user=third, substitute=other, first_day=day, last_day=day)
    merge_people(chief(), kept.pk, other.pk)
    assert list(Absence.objects.values_list("user", "substitute")) == [(third.pk, kept.pk)]


def test_rules_and_history_name_who_is_kept(world: World) -> None:
    (row,) = arrive(world.channel, eml())
    assert row.ticket is not None
    kept, other = person("a@x.example"), person("b@x.example")
    owner = {"all": [{"field": "ticket.owner", "op": "is", "value": [str(other.pk), "me"]}]}
    same = {"all": [{"field": "ticket.title", "op": "is", "value": str(other.pk)}]}
    StoredOverview.objects.create(name="O", conditions=owner)
    Trigger.objects.create(name="T", conditions=same, actions=[{"action": "change", "owner": other.pk}])
    Macro.objects.create(name="M", actions=[{"action": "change", "owner": str(other.pk)}])
    changes = {"owner": [None, other.pk], "title": ["a", "b"]}
    Event.objects.create(ticket=row.ticket, kind="changed", via="web", changes=changes, created_at=timezone.now())
    merge_people(chief(), kept.pk, other.pk)
    assert StoredOverview.objects.get().conditions["all"][0]["value"] == [str(kept.pk), "me"]
    trigger = Trigger.objects.get(name="T")
    assert (trigger.conditions, trigger.actions[0]["owner"]) == (same, kept.pk)
    assert Macro.objects.get().actions[0]["owner"] == str(kept.pk)
    assert Event.objects.get(changes__has_key="owner").changes == {"owner": [None, kept.pk], "title": ["a", "b"]}


def test_other_can_no_longer_sign_in(world: World) -> None:
    kept, other = person("a@x.example"), create_user([], email="b@x.example", password="correct horse battery")
    other.roles.set(Role.objects.filter(is_agent=True))
    SignInAddress.objects.create(user=other, email="b@x.example", primary=True)
    browser = Client()
    browser.force_login(other)
    merge_people(chief(), kept.pk, other.pk)
    assert browser.get("/tickets/").status_code == 302
    assert SignInAddress.objects.count() == 0


def test_merges_that_would_lose_something_are_refused_with_nothing_changed(world: World) -> None:
    by, kept, other = chief(), person("a@x.example"), person("b@x.example")
    with pytest.raises(SamePerson):
        merge_people(by, kept.pk, kept.pk)
    with pytest.raises(MergesOneself):
        merge_people(by, kept.pk, by.pk)
    with pytest.raises(MergesOneself):
        merge_people(by, by.pk, kept.pk)
    with pytest.raises(User.DoesNotExist):
        merge_people(by, kept.pk, 0)
    for user in (kept, other):
        Draft.objects.create(user=user, kind="new", saved_at=timezone.now())
    with pytest.raises(BothWrite):
        merge_people(by, kept.pk, other.pk)
    assert Draft.objects.filter(user=other).count() == 1
    Draft.objects.all().delete()
    removal = Removal.objects.create(person=other, keep_tickets=True)
    with pytest.raises(UnderRemoval):
        merge_people(by, kept.pk, other.pk)
    removal.delete()
    assert merge_people(by, kept.pk, other.pk).tickets == 0


def test_last_administrator_does_not_vanish_in_somebody_who_cannot_sign_in(world: World) -> None:
    role = Role.objects.create(name="Administrator", is_administrator=True)
    last, idle = create_user([role], email="last@x.example"), person("idle@x.example", active=False)
    with pytest.raises(LastAdministrator):
        merge_people(person("by@x.example"), idle.pk, last.pk)
    last.refresh_from_db()
    assert list(last.roles.all()) == [role]


def test_what_they_have_is_counted_before(world: World) -> None:
    other = person("b@x.example")
    arrive(world.channel, eml(from_="carl@customer.example"))
    Notification.objects.all().delete()
    assert ("tickets as customer", [1, 0]) in holdings(world.customer, other)
    assert holdings(other, person("c@x.example")) == []


def test_further_address_is_nobody_elses(world: World) -> None:
    kept = person("a@x.example")
    row = add_address(kept, "Second@x.example")
    with pytest.raises(AddressKnown):
        create_user([], email="second@X.example")
    with pytest.raises(AddressKnown):
        add_address(world.customer, "A@x.example")
    with pytest.raises(OwnAddress):
        add_address(kept, "support@desk.example")
    change_user(kept, [], email="second@x.example")
    assert (User.objects.get(pk=kept.pk).email, FurtherAddress.objects.count()) == ("second@x.example", 0)
    row = add_address(kept, "third@x.example")
    remove_address(world.customer, row.pk)
    assert FurtherAddress.objects.count() == 1
    remove_address(kept, row.pk)
    assert create_user([], email="third@x.example").pk


def test_answer_from_a_further_address_of_an_agent_is_an_agents(world: World) -> None:
    (row,) = arrive(world.channel, eml(subject="help"))
    assert row.ticket is not None
    add_address(world.agent, "anna@home.example")
    number = row.ticket.number
    (answer,) = arrive(world.channel, eml(subject=f"Re: [Ticket#{number}]", from_="anna@home.example"))
    assert (answer.ticket, answer.article and answer.article.created_by) == (row.ticket, world.agent)


def test_same_name_at_the_same_domain_and_addresses_written_otherwise_are_likely_doubles(world: World) -> None:
    a = person("jo.doe@x.example", name="Jo Doe")
    b = person("jodoe+shop@x.example", name="")
    c = person("info@x.example", name="Doe,  Jo")
    person("info@y.example", name="Jo Doe")
    person("anna@x.example", name="Anna")
    person("anne@x.example", name="Anna")
    assert {(pair.first, pair.second) for pair in likely_doubles()} == {(a, b), (a, c)}
    User.objects.filter(pk=b.pk).update(active=False)
    assert [(pair.first, pair.second) for pair in likely_doubles()] == [(a, c)]
