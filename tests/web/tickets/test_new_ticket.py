"""Tickets that agents open."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from postroom.delivery.build import build
from postroom.models import (
    Event,
    EventKind,
    Outbound,
    Ticket,
    User,
)
from tests.world import World


def test_phone_call_becomes_a_ticket_of_a_new_customer(world: World, pages: Client) -> None:
    values = {
        "how": "phone",
        "customer": "Jörg Müller <joerg@new.example>",
        "group": world.group.pk,
        "title": "Heizung",
        "body": "Sie ist kalt.",
        "state": "open",
    }
    response = pages.post("/tickets/new/", values)
    ticket = Ticket.objects.get()
    article = ticket.articles.get()
    assert response.headers["Location"] == f"/tickets/{ticket.pk}/"
    assert (ticket.customer.name, ticket.customer.email) == ("Jörg Müller", "joerg@new.example")
    assert (article.kind, article.sender, article.from_header) == (
        "phone",
        "customer",
        "Jörg Müller <joerg@new.example>",
    )
    assert Outbound.objects.count() == 0


def test_mail_to_a_known_customer_opens_a_ticket_and_leaves(world: World, pages: Client) -> None:
    values = {
        "how": "mail",
        "customer": "CARL@customer.example",
        "group": world.group.pk,
        "title": "Your bill",
        "body": "It is attached.",
        "attachments": SimpleUploadedFile("bill.pdf", b"%PDF", "application/pdf"),
    }
    pages.post("/tickets/new/", values)
    ticket = Ticket.objects.get()
    outbound = Outbound.objects.get()
    assert outbound.article is not None
    assert (ticket.customer, User.objects.filter(email__iexact="carl@customer.example").count()) == (world.customer, 1)
    assert (outbound.recipients, outbound.article.subject) == (
        ["carl@customer.example"],
        f"Your bill [Ticket#{ticket.number}]",
    )
    assert Event.objects.filter(ticket=ticket, kind=EventKind.OPENED).count() == 1
    content, _sender = build(outbound)
    assert b"bill.pdf" in content


def test_refused_mail_opens_no_ticket_and_makes_no_customer(world: World, pages: Client) -> None:
    world.channel.active = False
    world.channel.save()
    values = {"how": "mail", "customer": "x@new.example", "group": world.group.pk, "title": "T", "body": "B"}
    response = pages.post("/tickets/new/", values)
    assert (response.status_code, Ticket.objects.count()) == (422, 0)
    assert not User.objects.filter(email="x@new.example").exists()


def test_pages_speak_german_to_who_reads_it(world: World, ticket: Ticket, pages: Client) -> None:
    User.objects.filter(pk=world.agent.pk).update(language="de", time_zone="Europe/Berlin")
    Ticket.objects.filter(pk=ticket.pk).update(pending_until=datetime(2026, 7, 1, 10, 0, tzinfo=UTC))
    text = pages.get(f"/tickets/{ticket.pk}/").content.decode()
    assert all(words in text for words in ("Antworten", "Kunde", "Verlauf", "2026-07-01T12:00"))
