"""Answers, forwards and notes."""

from __future__ import annotations

import email
import email.policy

from django.test import Client

from postroom.delivery.build import build
from postroom.models import (
    Article,
    ArticleKind,
    EmailAddress,
    Group,
    Outbound,
    Signature,
    Ticket,
    TicketState,
)
from tests.web.tickets.at_work import answer, fields, html_mail, ticket_of
from tests.world import World, arrive, eml


def test_answer_goes_into_the_outbox_with_quote_signature_and_text(world: World, ticket: Ticket, pages: Client) -> None:
    world.group.signature = Signature.objects.create(name="S", body="<p>Yours, #{agent.name}</p>")
    world.group.save()
    assert answer(pages, world, ticket).status_code == 302
    outbound = Outbound.objects.get()
    article = outbound.article
    assert article is not None
    assert (outbound.recipients, article.new_text) == (["carl@customer.example"], "Use water.")
    order = [article.body_html.index(words) for words in ("Use water.", "Yours, Anna Agent", "Hello")]
    assert order == sorted(order)
    assert "> Hello" in article.body_text
    assert article.in_reply_to == ["one@customer.example"]


def test_begin_of_answers_names_the_right_people(ticket: Ticket, pages: Client) -> None:
    one = pages.get(f"/tickets/{ticket.pk}/reply/").content.decode()
    everybody = pages.get(f"/tickets/{ticket.pk}/reply_all/").content.decode()
    assert ("carl@customer.example" in one, "dora@customer.example" in one.partition("composer__body")[0]) == (
        True,
        False,
    )
    assert 'value="dora@customer.example"' in everybody
    assert 'value="support@desk.example' not in everybody


def test_quote_keeps_its_inline_image_and_leaves_with_it(world: World, pages: Client) -> None:
    (row,) = arrive(world.channel, html_mail())
    answer(pages, world, ticket_of(row))
    content, _sender = build(Outbound.objects.get())
    assert b"cid:drop@x" in content
    assert b"Content-ID: <drop@x>" in content


def test_forward_carries_the_files_and_answers_nothing(world: World, pages: Client) -> None:
    message = email.message_from_bytes(eml(), policy=email.policy.default)
    message.add_attachment(b"%PDF", "application", "pdf", filename="bill.pdf")
    (row,) = arrive(world.channel, message.as_bytes())
    answer(pages, world, ticket_of(row), "forward", to="lawyer@elsewhere.example")
    article = Article.objects.latest("pk")
    assert [file.filename for file in article.attachments.all()] == ["bill.pdf"]
    assert (article.in_reply_to, "Forwarded message" in article.body_html) == ([], True)


def test_rich_text_is_made_safe(world: World, ticket: Ticket, pages: Client) -> None:
    rich = '<p>Use <strong>water</strong><img src=x onerror="alert(1)"><script>alert(1)</script></p>'
    answer(pages, world, ticket, rich=rich, body="Use water")
    html = Article.objects.latest("pk").body_html
    assert ("<strong>water</strong>" in html, "onerror" in html, "<script" in html) == (True, False, False)


def test_typed_text_survives_a_wrong_address(world: World, ticket: Ticket, pages: Client) -> None:
    response = answer(pages, world, ticket, to="nobody at home, carl@customer.example", rich="<p>Use water.</p>")
    text = response.content.decode()
    assert (response.status_code, Outbound.objects.count()) == (422, 0)
    assert "“nobody at home” is not an e-mail address." in response.context["form"].errors["to"]
    assert (">\nUse water.</textarea>" in text, "&lt;p&gt;Use water.&lt;/p&gt;" in text) == (True, True)


def test_empty_answer_is_refused(world: World, ticket: Ticket, pages: Client) -> None:
    response = answer(pages, world, ticket, body=" ", rich="<p></p>")
    assert (response.status_code, Outbound.objects.count()) == (422, 0)


def test_answer_within_a_quoted_line_is_an_answer(world: World, ticket: Ticket, pages: Client) -> None:
    below = pages.get(f"/tickets/{ticket.pk}/reply/").context["opened"].below
    alone = answer(pages, world, ticket, body="", rich=f"<p></p>{below}", whole="1")
    assert (alone.status_code, Outbound.objects.count()) == (422, 0)
    within = answer(pages, world, ticket, body="", rich=below.replace("Hello", "Hello Yes, it burns."), whole="1")
    assert (within.status_code, "> Hello Yes, it burns." in Article.objects.latest("pk").body_text) == (302, True)


def test_answer_within_a_quoted_line_of_plain_text_is_an_answer(world: World, ticket: Ticket, pages: Client) -> None:
    world.agent.plain_text = True
    world.agent.save()
    text = pages.get(f"/tickets/{ticket.pk}/reply/").context["opened"].initial["body"]
    alone = answer(pages, world, ticket, body=text, plain="1", whole="1")
    assert (alone.status_code, Outbound.objects.count()) == (422, 0)
    answer(pages, world, ticket, body=text.replace("> Hello", "> Hello Yes, it burns."), plain="1", whole="1")
    assert "> Hello Yes, it burns." in Article.objects.latest("pk").body_text


def test_signature_of_another_sender_is_nothing_written(world: World, ticket: Ticket, pages: Client) -> None:
    sales = Signature.objects.create(name="Sales", body="<p>Sales, #{agent.name}</p>")
    address = EmailAddress.objects.create(name="Sales", email="sales@desk.example", channel=world.channel)
    Group.objects.create(name="Sales", email_address=address, signature=sales)
    below = pages.get(f"/tickets/{ticket.pk}/reply/").context["opened"].below
    theirs = f'<div data-mail="signature"><p>Sales, Anna Agent</p></div>{below}'
    values = fields(sender=address.pk, body="", whole="1", rich=theirs)
    assert pages.post(f"/tickets/{ticket.pk}/reply/", values).status_code == 422
    values["rich"] = theirs.replace("Sales, ", "Thank you! Sales, ")
    assert pages.post(f"/tickets/{ticket.pk}/reply/", values).status_code == 302


def test_answer_and_state_are_one(world: World, ticket: Ticket, pages: Client) -> None:
    answer(pages, world, ticket, state="closed")
    ticket.refresh_from_db()
    assert (ticket.state, Outbound.objects.count()) == (TicketState.CLOSED, 1)


def test_pending_answer_without_a_time_sends_nothing(world: World, ticket: Ticket, pages: Client) -> None:
    assert answer(pages, world, ticket, state="pending_close").status_code == 422
    assert Outbound.objects.count() == 0


def test_disabled_channel_refuses_with_a_sentence(world: World, ticket: Ticket, pages: Client) -> None:
    world.channel.active = False
    world.channel.save()
    response = answer(pages, world, ticket)
    text = response.content.decode()
    assert (response.status_code, Outbound.objects.count()) == (422, 0)
    assert ("is disabled" in text, "Use water." in text) == (True, True)


def test_from_must_be_an_address_of_the_groups_channel(world: World, ticket: Ticket, pages: Client) -> None:
    world.address.pk = None
    world.address.email, world.address.channel = "other@desk.example", None
    world.address.save()
    response = pages.post(f"/tickets/{ticket.pk}/reply/", fields(sender=world.address.pk))
    assert (response.status_code, Outbound.objects.count()) == (422, 0)


def test_note_is_internal_and_leaves_nowhere(ticket: Ticket, pages: Client) -> None:
    pages.post(f"/tickets/{ticket.pk}/note/", {"body": "He is *angry*"})
    article = Article.objects.latest("pk")
    assert (article.internal, article.kind, article.body_text) == (True, ArticleKind.NOTE, "He is *angry*")
    assert Outbound.objects.count() == 0


def test_composer_is_a_part_for_the_ticket_page(ticket: Ticket, pages: Client) -> None:
    text = pages.get(f"/tickets/{ticket.pk}/reply/", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in text, "data-composer" in text) == (False, True)


def test_answer_of_a_part_leads_on_without_a_page_load(world: World, ticket: Ticket, pages: Client) -> None:
    values = fields(sender=world.address.pk)
    response = pages.post(f"/tickets/{ticket.pk}/reply/", values, headers={"HX-Request": "true"})
    article = Article.objects.latest("pk")
    assert f"/tickets/{ticket.pk}/#article-{article.pk}" in response.headers["HX-Location"]
