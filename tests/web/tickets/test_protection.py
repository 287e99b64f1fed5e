"""Signing and encrypting one mail."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.keys.verbs import add_keys
from postroom.models import Outbound, Ticket
from tests.keys.made import root, whole
from tests.web.tickets.at_work import answer
from tests.world import World


def test_question_is_asked_only_where_there_are_keys(world: World, ticket: Ticket, pages: Client) -> None:
    address = f"/tickets/{ticket.pk}/reply/"
    assert 'name="protection"' not in pages.get(address).content.decode()
    add_keys(whole(root().issue("support@desk.example")))
    assert 'name="protection"' in pages.get(address).content.decode()


@pytest.mark.parametrize(
    ("chosen", "wishes"),
    [
        ("", (None, None)),
        ("none", (False, False)),
        ("sign", (True, False)),
        ("encrypt", (False, True)),
        ("both", (True, True)),
    ],
)
def test_choice_goes_with_the_mail(
    world: World, ticket: Ticket, pages: Client, chosen: str, wishes: tuple[bool | None, bool | None]
) -> None:
    add_keys(whole(root().issue("support@desk.example")))
    assert answer(pages, world, ticket, protection=chosen).status_code == 302
    outbound = Outbound.objects.get()
    assert (outbound.sign, outbound.encrypt) == wishes
