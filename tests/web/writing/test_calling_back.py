"""Send, and think better of it: nothing leaves or follows before the time, never after Undo, never twice."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from postroom.configuration import configure
from postroom.delivery.deliver import due
from postroom.jobs.sweep import sweep
from postroom.models import Draft, Event, Outbound, OutboundState, Ticket, TicketState, Trigger, User
from tests.web.tickets.at_work import answer
from tests.world import World, follow

TRIGGER = {"conditions": {"all": []}, "actions": [{"action": "tags", "add": ["seen"]}], "active": True}


def sent(world: World, ticket: Ticket, pages: Client, **more: Any) -> Outbound:
    assert answer(pages, world, ticket, **more).status_code == 302
    return Outbound.objects.get()


def pass_time(outbound: Outbound) -> None:
    """Let the time be over, as the clock would."""
    now = timezone.now() - datetime.timedelta(seconds=1)
    Outbound.objects.filter(pk=outbound.pk).update(not_before=now)
    Event.objects.exclude(not_before=None).update(not_before=now)


def test_mail_waits_and_nothing_follows_before_the_time(world: World, ticket: Ticket, pages: Client) -> None:
    Trigger.objects.create(name="T", **TRIGGER)
    outbound = sent(world, ticket, pages)
    follow()
    ticket.refresh_from_db()
    assert (list(due(world.channel.pk)), ticket.tags) == ([], [])
    pass_time(outbound)
    follow()
    ticket.refresh_from_db()
    assert (list(due(world.channel.pk)), ticket.tags) == ([outbound], ["seen"])


def test_undo_brings_the_text_back_and_leaves_no_trace(world: World, ticket: Ticket, pages: Client) -> None:
    before = Ticket.objects.values().get(pk=ticket.pk)
    events = Event.objects.count()
    outbound = sent(world, ticket, pages, to="eve@x.example", state="closed")
    assert Ticket.objects.get(pk=ticket.pk).state == TicketState.CLOSED
    back = pages.post(f"/writing/undo/{outbound.pk}/")
    assert back.headers["Location"] == f"/tickets/{ticket.pk}/reply/"
    page = pages.get(back.headers["Location"]).content.decode()
    assert ("Use water." in page, 'value="eve@x.example"' in page) == (True, True)
    assert Ticket.objects.values().get(pk=ticket.pk) == before
    assert (Outbound.objects.count(), ticket.articles.count()) == (0, 1)
    kinds = Event.objects.order_by("pk").values_list("kind", flat=True)[events:]
    assert list(kinds) == ["undone"]


def test_undo_comes_too_late_once_it_is_being_sent(world: World, ticket: Ticket, pages: Client) -> None:
    outbound = sent(world, ticket, pages)
    Outbound.objects.update(state=OutboundState.SENDING)
    pages.post(f"/writing/undo/{outbound.pk}/")
    assert (Outbound.objects.count(), ticket.articles.count()) == (1, 2)
    Outbound.objects.update(state=OutboundState.WAITING)
    pass_time(outbound)
    pages.post(f"/writing/undo/{outbound.pk}/")
    assert (Outbound.objects.get().state, ticket.articles.count()) == (OutboundState.WAITING, 2)


def test_only_who_wrote_it_calls_it_back(world: World, ticket: Ticket, pages: Client) -> None:
    outbound = sent(world, ticket, pages)
    other = User.objects.create_user("ben@desk.example", name="Ben")
    other.roles.set(world.agent.roles.all())
    theirs = Client()
    theirs.force_login(other)
    assert f"/writing/undo/{outbound.pk}/" not in theirs.get(f"/tickets/{ticket.pk}/").content.decode()
    theirs.post(f"/writing/undo/{outbound.pk}/")
    assert Outbound.objects.get().state == OutboundState.WAITING
    assert f"/writing/undo/{outbound.pk}/" in pages.get(f"/tickets/{ticket.pk}/").content.decode()


def test_what_was_begun_meanwhile_stays_below_what_comes_back(world: World, ticket: Ticket, pages: Client) -> None:
    outbound = sent(world, ticket, pages, rich="<p>First</p>")
    place = {"ticket": ticket.pk, "kind": "reply", "version": 0}
    pages.post("/writing/draft/save/", {**place, "rich": "<p>Second</p>"})
    pages.post(f"/writing/undo/{outbound.pk}/")
    draft = Draft.objects.get()
    assert (draft.values["rich"], draft.outbound) == ("<p>First</p>\n\n<p>Second</p>", None)


def test_what_is_kept_for_undo_goes_when_the_mail_has_left(world: World, ticket: Ticket, pages: Client) -> None:
    outbound = sent(world, ticket, pages)
    sweep()
    assert Draft.objects.count() == 1
    pass_time(outbound)
    sweep()
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(("then", "state", "days"), [("closed", "closed", None), ("week", "pending_reminder", 7)])
def test_send_and_state_in_one(
    then: str, state: str, days: int | None, world: World, ticket: Ticket, pages: Client
) -> None:
    sent(world, ticket, pages, then=then)
    ticket.refresh_from_db()
    left = ticket.pending_until and round((ticket.pending_until - timezone.now()) / datetime.timedelta(days=1))
    assert (ticket.state, left) == (state, days)


def test_without_the_delay_it_leaves_at_once(world: World, ticket: Ticket, pages: Client) -> None:
    configure(undo_seconds=0)
    outbound = sent(world, ticket, pages)
    assert (outbound.not_before, list(due(world.channel.pk)), Draft.objects.count()) == (None, [outbound], 0)


def test_waiting_mail_is_tried_now(world: World, ticket: Ticket, pages: Client) -> None:
    outbound = sent(world, ticket, pages)
    Outbound.objects.update(attempts=3, not_before=timezone.now() + datetime.timedelta(hours=1))
    assert "Try now" in pages.get(f"/tickets/{ticket.pk}/").content.decode()
    pages.post(f"/outbox/{outbound.pk}/hurry/")
    assert list(due(world.channel.pk)) == [outbound]
