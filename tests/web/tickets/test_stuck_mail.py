"""What an agent can do about a mail that did not leave."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.models import (
    Outbound,
    OutboundState,
    Ticket,
)
from tests.web.tickets.at_work import answer
from tests.world import World


@pytest.fixture
def stuck(world: World, ticket: Ticket, pages: Client) -> Outbound:
    answer(pages, world, ticket)
    Outbound.objects.update(
        state=OutboundState.FAILED, error_code="recipient-refused", server_text="550 no such user", attempts=3
    )
    return Outbound.objects.get()


def test_failed_mail_says_why_and_what_can_be_done(stuck: Outbound, ticket: Ticket, pages: Client) -> None:
    text = pages.get(f"/tickets/{ticket.pk}/").content.decode()
    assert all(words in text for words in ("550 no such user", "Resend", "Edit and resend", "Not sent"))


def test_edited_mail_takes_the_place_of_the_failed_one(
    stuck: Outbound, world: World, ticket: Ticket, pages: Client
) -> None:
    assert stuck.article is not None
    begun = pages.get(f"/tickets/{ticket.pk}/again/?article={stuck.article_id}").content.decode()
    assert (">\nUse water.</textarea>" in begun, "> Hello" in begun or "&gt; Hello" in begun) == (True, True)
    answer(pages, world, ticket, "again", article=stuck.article_id, body="Use sand.", to="carl@new.example")
    stuck.refresh_from_db()
    again = Outbound.objects.latest("pk")
    assert again.article is not None
    assert (stuck.state, again.state, again.recipients) == ("cancelled", "waiting", ["carl@new.example"])
    assert again.article.in_reply_to == stuck.article.in_reply_to
    assert (again.article.body_text.count("Hello"), "Use water." in again.article.body_text) == (1, False)


def test_mail_that_perhaps_left_is_sent_again_only_after_a_question(stuck: Outbound, pages: Client) -> None:
    Outbound.objects.update(state=OutboundState.UNCERTAIN)
    asked = pages.post(f"/deliveries/{stuck.pk}/resend/")
    stuck.refresh_from_db()
    assert ("may arrive twice" in asked.content.decode(), stuck.state) == (True, OutboundState.UNCERTAIN)
    pages.post(f"/deliveries/{stuck.pk}/resend/", {"twice": "yes"})
    message_id = stuck.message_id
    stuck.refresh_from_db()
    assert (stuck.state, stuck.message_id) == (OutboundState.WAITING, message_id)
