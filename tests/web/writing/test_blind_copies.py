"""Blind copies: they get the mail, and nobody reads that they do."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.delivery.build import build
from postroom.delivery.protect import Unprotectable
from postroom.models import Group, Outbound, Ticket
from postroom.models.groups import Encryption
from tests.web.tickets.at_work import answer
from tests.world import World


def test_they_get_the_mail_and_stand_in_no_header(world: World, ticket: Ticket, pages: Client) -> None:
    answer(pages, world, ticket, bcc="Boss <boss@desk.example>")
    outbound = Outbound.objects.get()
    assert outbound.recipients == ["carl@customer.example", "boss@desk.example"]
    assert b"boss@desk.example" not in build(outbound)[0]
    assert "blind copy to Boss" in pages.get(f"/tickets/{ticket.pk}/").content.decode()


def test_encrypted_mail_has_none(world: World, ticket: Ticket, pages: Client) -> None:
    Group.objects.update(encrypt_mail=Encryption.ALWAYS)
    refused = answer(pages, world, ticket, bcc="boss@desk.example")
    assert (refused.status_code, "has no blind copies" in refused.content.decode()) == (422, True)


def test_group_that_begins_to_encrypt_meanwhile_sends_none(world: World, ticket: Ticket, pages: Client) -> None:
    answer(pages, world, ticket, bcc="boss@desk.example")
    Group.objects.update(encrypt_mail=Encryption.ALWAYS)
    with pytest.raises(Unprotectable):
        build(Outbound.objects.get())
