"""Taking back: exactly what was changed, only where nobody has changed it since, and only once."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from postroom.configuration import configuration
from postroom.models import Article, Event, EventKind, Group, GroupAccess, Level, Ticket, TicketState, Undoable, User
from postroom.tickets.act import acting
from postroom.tickets.changing import change
from postroom.tickets.locking import locked, locked_many
from postroom.tickets.merging import keep_merge, merge
from postroom.tickets.spam import mark_as_spam
from postroom.tickets.undoing import Undone, changed, keep, take_back
from tests.world import World, arrive, eml, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def mail(world: World, subject: str, **headers: Any) -> Ticket:
    (row,) = arrive(world.channel, eml(subject=subject, **headers))
    assert row.ticket is not None
    return row.ticket


def done(world: World, *tickets: Ticket, **wanted: Any) -> Undoable:
    """Change tickets as the list does."""
    rows = []
    for ticket in tickets:
        with acting(world.agent, "web") as act:
            here = locked(ticket.pk)
            closed_before = here.closed_at
            rows.append(changed(here, change(act, here, **wanted), closed_before))
    entry = keep(world.agent, rows)
    assert entry is not None
    return entry


def undo(user: User, entry: Undoable) -> Undone | None:
    with acting(user, "web", silent=True) as act:
        return take_back(act, user, entry.pk)


def state(ticket: Ticket) -> dict[str, Any]:
    """Return all of a ticket but when it changed."""
    return {k: v for k, v in Ticket.objects.filter(pk=ticket.pk).values()[0].items() if k != "updated_at"}


@pytest.mark.parametrize(
    "wanted",
    [
        {"state": TicketState.CLOSED},
        {"priority": 3, "tags": ["b", "a"]},
        {"owner": None, "state": TicketState.OPEN},
    ],
)
def test_tickets_are_exactly_as_they_were(wanted: dict[str, Any], world: World) -> None:
    one, two = mail(world, "One"), mail(world, "Two")
    until = timezone.now() + timedelta(days=3)
    Ticket.objects.filter(pk=one.pk).update(state=TicketState.PENDING_REMINDER, pending_until=until, owner=world.agent)
    Ticket.objects.filter(pk=two.pk).update(state=TicketState.CLOSED, closed_at=until - timedelta(days=9), tags=["x"])
    before = [state(one), state(two)]
    entry = done(world, one, two, **wanted)
    assert [state(one), state(two)] != before
    touched = len(entry.payload["tickets"])
    assert undo(world.agent, entry) == Undone(done=touched)
    assert [state(one), state(two)] == before
    assert Event.objects.filter(kind=EventKind.UNDONE, triggers_pending=False).count() == touched


def test_what_was_changed_since_stays_and_is_named(world: World) -> None:
    one, two = mail(world, "One"), mail(world, "Two")
    entry = done(world, one, two, state=TicketState.CLOSED, priority=3)
    done(world, two, state=TicketState.OPEN)
    assert undo(world.agent, entry) == Undone(1, [f"#{two.number}: it was changed since, and stays as it is."])
    assert (state(one)["priority"], state(two)["priority"], state(two)["state"]) == (2, 3, TicketState.OPEN)


def test_other_changes_since_do_not_matter(world: World) -> None:
    ticket = mail(world, "One")
    entry = done(world, ticket, priority=3)
    done(world, ticket, tags=["new"])
    assert undo(world.agent, entry) == Undone(done=1)
    assert (state(ticket)["priority"], state(ticket)["tags"]) == (2, ["new"])


def test_nothing_is_taken_back_twice_by_others_or_after_a_day(world: World) -> None:
    ticket = mail(world, "One")
    entry = done(world, ticket, priority=3)
    other = User.objects.create_user("bert@desk.example")
    assert undo(other, entry) is None
    Undoable.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert undo(world.agent, entry) is None
    Undoable.objects.update(created_at=timezone.now())
    assert undo(world.agent, entry) == Undone(done=1)
    done(world, ticket, priority=3)
    assert undo(world.agent, entry) is None
    assert state(ticket)["priority"] == 3


def test_who_lost_the_right_takes_nothing_back(world: World) -> None:
    ticket = mail(world, "One")
    entry = done(world, ticket, priority=3)
    GroupAccess.objects.update(levels=[Level.READ])
    assert undo(world.agent, entry) == Undone(0, [f"#{ticket.number}: you may not change it any more."])


def test_ticket_that_was_moved_out_of_sight_comes_back(world: World) -> None:
    ticket, elsewhere = mail(world, "One"), Group.objects.create(name="Elsewhere")
    entry = done(world, ticket, group=elsewhere)
    assert undo(world.agent, entry) == Undone(done=1)
    assert state(ticket)["group_id"] == world.group.pk


def test_group_that_is_gone_is_not_put_back(world: World) -> None:
    ticket, gone = mail(world, "One"), Group.objects.create(name="Gone")
    GroupAccess.objects.create(group=gone, user=world.agent, levels=[Level.FULL])
    Ticket.objects.filter(pk=ticket.pk).update(group=gone)
    entry = done(world, ticket, group=world.group)
    gone.delete()
    undone = undo(world.agent, entry)
    assert undone is not None
    assert (undone.done, len(undone.refused)) == (0, 1)


def merged(world: World, source: Ticket, target: Ticket) -> Undoable:
    with acting(world.agent, "web") as act:
        both = locked_many([source.pk, target.pk])
        return keep_merge(world.agent, merge(act, both[source.pk], both[target.pk]))


def test_merged_tickets_are_separated_again(world: World) -> None:
    source, target = mail(world, "Source"), mail(world, "Target")
    done(world, target, state=TicketState.CLOSED)
    before = [state(source), state(target)]
    entry = merged(world, source, target)
    late = arrive(world.channel, eml(subject=f"RE: [Ticket#{target.number}]", body="Later"))[0].article
    assert undo(world.agent, entry) == Undone(done=1)
    assert late is not None
    assert Article.objects.get(pk=late.pk).ticket == target
    after = [state(source), state(target)]
    assert after[0] == before[0]
    assert (after[1]["article_count"], after[1]["state"]) == (2, TicketState.OPEN)
    assert [Article.objects.filter(ticket=ticket).count() for ticket in (source, target)] == [1, 2]


def test_merge_goes_back_wholly_where_nothing_came_since(world: World) -> None:
    source, target = mail(world, "Source"), mail(world, "Target")
    done(world, target, state=TicketState.CLOSED)
    before = [state(source), state(target)]
    assert undo(world.agent, merged(world, source, target)) == Undone(done=1)
    assert [state(source), state(target)] == before


def test_merge_whose_target_was_merged_since_is_not_taken_back(world: World) -> None:
    source, target, third = (mail(world, subject) for subject in ("Source", "Target", "Third"))
    entry = merged(world, source, target)
    merged(world, target, third)
    undone = undo(world.agent, entry)
    assert undone is not None
    assert (undone.done, "was merged into another ticket since" in undone.refused[0]) == (0, True)
    assert Article.objects.filter(ticket=third).count() == 3


def test_spam_is_closed_tagged_blocked_and_taken_back(world: World) -> None:
    ticket = mail(world, "Win a prize")
    before = state(ticket)
    with acting(world.agent, "web") as act:
        entry = mark_as_spam(act, locked(ticket.pk), world.agent)
    assert (state(ticket)["state"], state(ticket)["tags"]) == (TicketState.CLOSED, ["spam"])
    assert configuration().blocked_senders == ("carl@customer.example",)
    (refused,) = arrive(world.channel, eml(subject="Win again"))
    assert (refused.ticket, Ticket.objects.count()) == (None, 1)
    assert undo(world.agent, entry) == Undone(done=1)
    assert (state(ticket), configuration().blocked_senders) == (before, ())


def test_colleagues_and_own_addresses_are_never_blocked(world: World) -> None:
    for customer in (world.agent, User.objects.create_user(world.address.email)):
        ticket = mail(world, f"From {customer}")
        Ticket.objects.filter(pk=ticket.pk).update(customer=customer)
        with acting(world.agent, "web") as act:
            mark_as_spam(act, locked(ticket.pk), world.agent)
    assert configuration().blocked_senders == ()


@pytest.mark.django_db(transaction=True)
def test_two_who_take_back_at_once_do_it_once() -> None:
    world = make_world()
    ticket = mail(world, "One")
    entry = done(world, ticket, priority=3)
    together, answers = Barrier(2), []

    def press() -> None:
        together.wait(20)
        try:
            answers.append(undo(world.agent, entry))
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers, key=str) == sorted([None, Undone(done=1)], key=str)
    assert Event.objects.filter(kind=EventKind.UNDONE).count() == 1
