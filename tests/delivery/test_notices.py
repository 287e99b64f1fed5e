"""Telling administrators of a channel that fails: through another channel, once, and not of a hiccup."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from postroom.channels.health import failed, succeeded
from postroom.delivery.notices import mail_notices
from postroom.drivers.errors import SignInRefused
from postroom.models import Channel, Direction, EmailAddress, Notice, Outbound, Role, User
from tests.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    world = make_world()
    chief = User.objects.create_user("chief@desk.example", name="Chief", language="de")
    chief.roles.add(Role.objects.create(name="Administrator", is_administrator=True))
    return world


@pytest.fixture
def other(world: World) -> EmailAddress:
    channel = Channel.objects.create(kind="mail", name="other@desk.example", group=world.group)
    return EmailAddress.objects.create(email="other@desk.example", channel=channel)


def fail(world: World, minutes: int = 5) -> None:
    """Let the first channel fail for some minutes."""
    failed(world.channel, Direction.IN, SignInRefused("NO [AUTHENTICATIONFAILED] sorry"))
    Notice.objects.update(since=timezone.now() - datetime.timedelta(minutes=minutes))


def test_every_administrator_is_told_once_by_another_channel(world: World, other: EmailAddress) -> None:
    fail(world)
    assert (mail_notices(), mail_notices()) == (1, 0)
    mail = Outbound.objects.get()
    assert (mail.recipients, mail.email_address) == (["chief@desk.example"], other)
    assert ("sorry" in mail.body, "support@desk.example" in mail.subject) == (True, True)


def test_without_another_channel_the_notice_waits_on_the_page(world: World) -> None:
    fail(world)
    assert (mail_notices(), Outbound.objects.count(), Notice.objects.count()) == (0, 0, 1)


def test_what_mended_itself_is_nobodys_mail(world: World, other: EmailAddress) -> None:
    fail(world, minutes=1)
    assert mail_notices() == 0
    fail(world)
    succeeded(world.channel, Direction.IN)
    assert (mail_notices(), Outbound.objects.count()) == (0, 0)
