"""The outbox: who sees which mail, and what one decides about it."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from postroom.channels.sentences import explain
from postroom.drivers import codes
from postroom.models import Group, GroupAccess, Level, Outbound, OutboundState, Role, Ticket, User
from tests.web.cast import MOST_STATEMENTS, Cast, statements
from tests.world import arrive, eml

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Return a ticket of the group Support."""
    arrive(cast.world.channel, eml())
    Outbound.objects.all().delete()
    return Ticket.objects.get()


def outbound(cast: Cast, ticket: Ticket | None = None, **values: Any) -> Outbound:
    """Return a mail in the outbox, of `ticket` or of none."""
    return Outbound.objects.create(
        article=ticket.articles.get() if ticket else None,
        email_address=cast.world.address,
        message_id=f"{uuid.uuid4()}@desk.example",
        recipients=["carl@customer.example"],
        **{"subject": "Notice", **values},
    )


def shown(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/outbox/{query}").content.decode()
    return re.findall(r'class="row-link"[^>]*>([^<]*)<', page)


def test_administrator_sees_all_and_agent_those_of_their_tickets(pages: Client, cast: Cast, ticket: Ticket) -> None:
    outbound(cast)
    mail = outbound(cast, ticket)
    agent = cast.client(cast.world.agent)
    assert shown(pages) == ["Printer on fire", "Notice"]
    assert shown(agent) == ["Printer on fire"]
    ticket.group = Group.objects.create(name="Secret")
    ticket.save()
    assert shown(agent) == []
    assert agent.get(f"/outbox/{mail.pk}/").status_code == 404
    assert agent.post(f"/outbox/{mail.pk}/cancel/").status_code == 404


def test_agent_who_may_only_read_decides_nothing(cast: Cast, ticket: Ticket) -> None:
    reader = User.objects.create_user("rita@desk.example")
    reader.roles.add(Role.objects.create(name="Reader", is_agent=True))
    GroupAccess.objects.create(group=ticket.group, user=reader, levels=[Level.READ])
    mail = outbound(cast, ticket, state=OutboundState.FAILED)
    client = cast.client(reader)
    assert "Send again" not in client.get(f"/outbox/{mail.pk}/").content.decode()
    assert client.post(f"/outbox/{mail.pk}/resend/").status_code == 404
    client.post("/outbox/resend/", {"mail": [mail.pk]})
    mail.refresh_from_db()
    assert mail.state == OutboundState.FAILED


def test_sent_mail_is_not_shown_and_states_filter(pages: Client, cast: Cast) -> None:
    for state in OutboundState:
        outbound(cast, state=state, subject=state.value)
    assert shown(pages) == ["uncertain", "failed", "sending", "waiting"]
    assert shown(pages, "?state=failed") == ["failed"]
    assert shown(pages, "?state=nonsense") == ["uncertain", "failed", "sending", "waiting"]


def test_failed_mail_shows_the_remedy_and_the_servers_words_and_is_sent_again(pages: Client, cast: Cast) -> None:
    mail = outbound(cast, state=OutboundState.FAILED, error_code=codes.SIGN_IN_REFUSED, server_text="535 5.7.139 <no>")
    page = pages.get(f"/outbox/{mail.pk}/").content.decode()
    assert "535 5.7.139 &lt;no&gt;" in page
    assert escape(str(explain(codes.SIGN_IN_REFUSED).remedy)) in page
    pages.post(f"/outbox/{mail.pk}/resend/")
    mail.refresh_from_db()
    assert (mail.state, mail.server_text) == (OutboundState.WAITING, "")


def test_uncertain_mail_needs_a_confirmation_to_be_sent_again(pages: Client, cast: Cast) -> None:
    mail = outbound(cast, state=OutboundState.UNCERTAIN, error_code="sender-died")
    pages.post(f"/outbox/{mail.pk}/resend/")
    mail.refresh_from_db()
    assert mail.state == OutboundState.UNCERTAIN
    pages.post(f"/outbox/{mail.pk}/resend/", {"twice": "1"})
    mail.refresh_from_db()
    assert mail.state == OutboundState.WAITING


def test_uncertain_mail_is_marked_as_sent_and_waiting_mail_cancelled(pages: Client, cast: Cast) -> None:
    uncertain, waiting = outbound(cast, state=OutboundState.UNCERTAIN), outbound(cast)
    pages.post(f"/outbox/{uncertain.pk}/sent/")
    pages.post(f"/outbox/{waiting.pk}/cancel/")
    uncertain.refresh_from_db()
    waiting.refresh_from_db()
    assert (uncertain.state, waiting.state) == (OutboundState.SENT, OutboundState.CANCELLED)
    assert pages.post(f"/outbox/{waiting.pk}/burn/").status_code == 404


def test_several_are_sent_again_and_a_refused_one_keeps_none_of_the_others(pages: Client, cast: Cast) -> None:
    failed = [outbound(cast, state=OutboundState.FAILED) for _ in range(2)]
    uncertain = outbound(cast, state=OutboundState.UNCERTAIN)
    answer = pages.post("/outbox/resend/", {"mail": [uncertain.pk, *(row.pk for row in failed), "x"]}, follow=True)
    states = dict(Outbound.objects.values_list("pk", "state"))
    assert states == {failed[0].pk: "waiting", failed[1].pk: "waiting", uncertain.pk: "uncertain"}
    page = answer.content.decode()
    assert ("2 mails are sent again." in page, "Confirm that it may arrive twice." in page) == (True, True)


def test_mail_that_waits_for_a_disabled_channel_says_so(pages: Client, cast: Cast) -> None:
    mail = outbound(cast)
    cast.world.channel.active = False
    cast.world.channel.save()
    assert "The channel of the sending address is disabled." in pages.get(f"/outbox/{mail.pk}/").content.decode()


def test_list_asks_as_often_for_sixty_mails_as_for_one(pages: Client, cast: Cast, ticket: Ticket) -> None:
    outbound(cast, ticket)
    few = statements(pages, "/outbox/")
    for _ in range(60):
        outbound(cast, ticket)
    assert len(shown(pages)) == 50
    assert statements(pages, "/outbox/") == few <= MOST_STATEMENTS
