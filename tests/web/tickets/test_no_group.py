"""Somebody to whom no group is open reads why the list of tickets is empty."""

from __future__ import annotations

import pytest
from django.test import Client

from postroom.models import GroupAccess, Role, User
from tests.world import World, arrive, eml

pytestmark = pytest.mark.django_db(transaction=True)


def test_administrator_who_is_no_agent_reads_how_to_see_tickets(world: World, client: Client) -> None:
    arrive(world.channel, eml())
    chief = User.objects.create_user("chief@desk.example", name="Chief")
    chief.roles.add(Role.objects.create(name="Administrator", is_administrator=True))
    client.force_login(chief)
    page = client.get("/tickets/").content.decode()
    assert "Administrators do not see tickets by themselves." in page
    assert f'href="/users/{chief.pk}/"' in page


def test_agent_without_a_group_reads_whom_to_ask(pages: Client) -> None:
    GroupAccess.objects.all().delete()
    assert "An administrator decides which groups" in pages.get("/tickets/").content.decode()


def test_agent_with_a_group_and_nothing_to_do_reads_just_that(pages: Client) -> None:
    page = pages.get("/tickets/").content.decode()
    assert "No group is open to you" not in page
    assert "Nothing here" in page
