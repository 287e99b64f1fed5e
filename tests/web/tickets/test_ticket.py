"""The page of one ticket: what it shows, and changing it."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from postroom.models import (
    Event,
    Group,
    GroupAccess,
    Hint,
    Level,
    Priority,
    Ticket,
    TicketState,
    Undoable,
)
from tests.web.tickets.at_work import ticket_of
from tests.world import World, arrive, eml


def test_long_right_to_left_and_odd_titles_are_shown(world: World, pages: Client) -> None:
    long = "x" * 80_000
    (row,) = arrive(world.channel, eml(subject="שלום <b>&amp;"))
    Ticket.objects.filter(pk=ticket_of(row).pk).update(title=long)
    listed = pages.get("/tickets/")
    shown = pages.get(f"/tickets/{row.ticket_id}/")
    assert (listed.status_code, shown.status_code) == (200, 200)
    assert len(listed.content) < 40_000


def test_mail_without_a_sender_says_so(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, b"Subject: nobody\r\n\r\nhello\r\n")
    shown = pages.get(f"/tickets/{row.ticket_id}/").content.decode()
    assert 'dir="auto">No sender</span>' in shown


def test_quoted_past_of_plain_text_is_folded(world: World, pages: Client) -> None:
    body = "It works now.\n\nOn 2026-11-20, Desk wrote:\n> Did you try water?\n"
    (row,) = arrive(world.channel, eml(body=body))
    text = pages.get(f"/tickets/{row.ticket_id}/").content.decode()
    folded = text[text.index('<details class="quoted">') :]
    assert ("It works now." in folded, "Did you try water?" in folded) == (False, True)
    assert "style=" not in text


def test_changing_attributes_is_said_in_the_history_by_names(world: World, ticket: Ticket, pages: Client) -> None:
    until = timezone.now() + timedelta(days=1)
    values = {
        "title": ticket.title,
        "group": world.group.pk,
        "owner": world.agent.pk,
        "state": "pending_reminder",
        "pending_until": until.strftime("%Y-%m-%dT%H:%M"),
        "priority": "3",
        "tags": "vip, Bahn, vip",
    }
    assert pages.post(f"/tickets/{ticket.pk}/change/", values).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.state, ticket.priority, ticket.tags) == (
        world.agent,
        TicketState.PENDING_REMINDER,
        Priority.HIGH,
        ["Bahn", "vip"],
    )
    text = pages.get(f"/tickets/{ticket.pk}/").content.decode()
    history = text[text.index('<ol class="history">') :]
    assert all(word in history for word in ("Anna Agent", "pending reminder", "Bahn, vip", "high"))


def test_form_with_fewer_fields_takes_nothing_away(world: World, ticket: Ticket, pages: Client) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(owner=world.agent, tags=["vip"])
    pages.post(f"/tickets/{ticket.pk}/change/", {"priority": "1"})
    ticket.refresh_from_db()
    assert (ticket.owner, ticket.tags, ticket.priority) == (world.agent, ["vip"], Priority.LOW)


def test_pending_without_a_time_is_refused_beside_what_was_typed(ticket: Ticket, pages: Client) -> None:
    values = {"state": "pending_close", "pending_until": "", "tags": "typed"}
    response = pages.post(f"/tickets/{ticket.pk}/change/", values)
    text = response.content.decode()
    assert (response.status_code, "Say until when" in text, "typed" in text) == (422, True, True)


def test_ticket_moved_out_of_sight_leads_to_the_list(world: World, ticket: Ticket, pages: Client) -> None:
    hidden = Group.objects.create(name="Hidden")
    GroupAccess.objects.create(group=hidden, user=world.agent, levels=[Level.CREATE])
    response = pages.post(f"/tickets/{ticket.pk}/change/", {"group": hidden.pk})
    ticket.refresh_from_db()
    assert (response.headers["Location"], ticket.group) == ("/tickets/", hidden)


def test_owner_must_be_one_of_the_possible(ticket: Ticket, world: World, pages: Client) -> None:
    response = pages.post(f"/tickets/{ticket.pk}/change/", {"owner": world.customer.pk})
    ticket.refresh_from_db()
    assert (response.status_code, ticket.owner) == (422, None)


def test_merging_by_number_moves_the_messages_and_leaves_a_pointer(world: World, ticket: Ticket, pages: Client) -> None:
    (row,) = arrive(world.channel, eml(subject="The same again"))
    assert row.ticket is not None
    response = pages.post(f"/tickets/{row.ticket_id}/merge/", {"number": f" #{ticket.number} "})
    assert response.headers["Location"] == f"/tickets/{ticket.pk}/"
    assert ticket.articles.count() == 2
    text = pages.get(f"/tickets/{row.ticket_id}/").content.decode()
    assert (f"merged into #{ticket.number}" in text, 'data-shortcut="r"' in text) == (True, False)


def test_merging_into_nothing_says_so(ticket: Ticket, pages: Client) -> None:
    text = pages.post(f"/tickets/{ticket.pk}/merge/", {"number": "0"}, follow=True).content.decode()
    assert "There is no ticket #0 that you may change." in text


def test_hint_is_accepted_or_refused(world: World, ticket: Ticket, pages: Client) -> None:
    rows = arrive(world.channel, eml(subject="First"), eml(subject="Second"))
    one, other = (ticket_of(row) for row in rows)
    Ticket.objects.filter(pk__in=[one.pk, other.pk]).update(hinted_ticket=ticket, hint=Hint.STRANGER)
    assert "Move it there" in pages.get(f"/tickets/{one.pk}/").content.decode()
    pages.post(f"/tickets/{one.pk}/hint/accept/")
    pages.post(f"/tickets/{other.pk}/hint/refuse/")
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.merged_into, other.hinted_ticket, other.state) == (ticket, None, TicketState.NEW)


def test_news_name_only_what_others_did(world: World, ticket: Ticket, pages: Client) -> None:
    newest = Event.objects.order_by("-pk").first()
    assert newest is not None
    address = f"/tickets/{ticket.pk}/news/{newest.pk}/"
    pages.post(f"/tickets/{ticket.pk}/change/", {"priority": "3"})
    assert pages.get(address).status_code == 204
    arrive(world.channel, eml(subject=f"RE: [Ticket#{ticket.number}]", body="More"))
    assert "Something new happened" in pages.get(address).content.decode()


def test_change_on_the_page_is_taken_back_by_its_message(ticket: Ticket, world: World, pages: Client) -> None:
    page = pages.post(f"/tickets/{ticket.pk}/change/", {"state": "closed", "owner": world.agent.pk}, follow=True)
    entry = Undoable.objects.get()
    assert f'action="/tickets/undo/{entry.pk}/"' in page.content.decode()
    answer = pages.post(f"/tickets/undo/{entry.pk}/", {"next": f"/tickets/{ticket.pk}/"})
    assert answer.headers["Location"] == f"/tickets/{ticket.pk}/"
    ticket.refresh_from_db()
    assert (ticket.state, ticket.owner, ticket.closed_at) == ("new", None, None)


def test_saving_what_is_there_already_offers_nothing_to_take_back(ticket: Ticket, pages: Client) -> None:
    page = pages.post(f"/tickets/{ticket.pk}/change/", {"title": ticket.title}, follow=True)
    assert "Saved." in page.content.decode()
    assert Undoable.objects.count() == 0


def test_many_tags_leave_room_in_the_head(ticket: Ticket, pages: Client) -> None:
    Ticket.objects.update(tags=[f"tag-{number:02}" for number in range(60)])
    page = pages.get(f"/tickets/{ticket.pk}/").content.decode()
    head = page.partition('id="head-title"')[2].partition("</header>")[0]
    assert (head.count("tag-"), "and 52 more" in head) == (8, True)
