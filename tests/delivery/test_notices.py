"""Telling administrators of a channel that fails: through another channel, once, and not of a hiccup."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from postroom.channels.health import failed, succeeded
from postroom.channels.notices_ahead import ahead_of, all_ahead, look_ahead
from postroom.delivery.notices import mail_notices
from postroom.drivers.errors import SignInRefused
from postroom.models import (
    Channel,
    Direction,
    EmailAddress,
    Notice,
    OAuthApp,
    OAuthGrant,
    Outbound,
    Role,
    Subscription,
    User,
)
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


@pytest.fixture
def grant(world: World) -> OAuthGrant:
    """Let the first channel sign in by a grant of an app."""
    app = OAuthApp.objects.create(provider="microsoft", cloud="worldwide", tenant="t", client_id="c")
    now = timezone.now()
    grant = OAuthGrant.objects.create(app=app, user_name="u", email="u@desk.example", granted_at=now, refreshed_at=now)
    world.channel.inbound = {"grant": grant.pk}
    world.channel.save()
    return grant


def end_in(days: int) -> list[str]:
    """Let the secret of the app end so soon, look ahead twice, and return the subjects of what was mailed since."""
    OAuthApp.objects.update(expires_on=timezone.localdate() + datetime.timedelta(days=days))
    return mailed()


def mailed() -> list[str]:
    """Look ahead and mail twice; return the subjects of what was mailed."""
    Outbound.objects.all().delete()
    for _time in range(2):
        look_ahead()
        Notice.objects.update(since=timezone.now() - datetime.timedelta(minutes=5))
        mail_notices()
    return list(Outbound.objects.values_list("subject", flat=True))


def test_end_of_a_secret_is_told_once_at_each_stage(world: World, other: EmailAddress, grant: OAuthGrant) -> None:
    assert len(end_in(30)) == 1
    assert Outbound.objects.get().email_address == other
    assert world.channel.name in Outbound.objects.get().body
    assert [len(end_in(days)) for days in (31, 14, 7, 1, 0, -3)] == [0, 1, 1, 1, 0, 0]


def test_notice_of_an_end_goes_when_the_secret_is_new(world: World, grant: OAuthGrant) -> None:
    end_in(7)
    assert [notice.about for notice in ahead_of(world.channel)] == [f"app {grant.app_id}"]
    assert end_in(500) == []
    assert (ahead_of(world.channel), all_ahead()) == ([], [])


def test_only_channel_tells_of_its_own_end(world: World, grant: OAuthGrant) -> None:
    assert len(end_in(7)) == 1
    assert Outbound.objects.get().email_address == world.address


def test_sign_in_that_nobody_uses_is_told_once_and_forgotten_when_used(
    world: World, other: EmailAddress, grant: OAuthGrant
) -> None:
    assert mailed() == []
    OAuthGrant.objects.update(refreshed_at=timezone.now() - datetime.timedelta(days=61))
    assert (len(mailed()), mailed()) == (1, [])
    OAuthGrant.objects.update(refreshed_at=timezone.now())
    assert (mailed(), all_ahead()) == ([], [])


def test_sign_in_that_ends_on_a_day_is_told_at_each_stage_until_a_new_one_does_not(
    world: World, other: EmailAddress, grant: OAuthGrant
) -> None:
    told = []
    for days in (8, 7, 6, 3, 1, 0, -2):
        OAuthGrant.objects.update(ends_at=timezone.now() + datetime.timedelta(days=days))
        told.append(len(mailed()))
    assert told == [0, 1, 0, 1, 1, 0, 0]
    assert [notice.about for notice in ahead_of(world.channel)] == [f"grant {grant.pk}"]
    OAuthGrant.objects.update(ends_at=None)
    assert (mailed(), all_ahead()) == ([], [])


def test_subscription_is_told_of_only_when_it_cannot_be_renewed(world: World, other: EmailAddress) -> None:
    soon = timezone.now() + datetime.timedelta(hours=1)
    subscription = Subscription.objects.create(channel=world.channel, expires_at=soon, due_at=soon)
    assert mailed() == []
    subscription.code = "graph-notification-address"
    subscription.save()
    assert (len(mailed()), mailed()) == (1, [])
    Subscription.objects.update(expires_at=None)
    assert (mailed(), len(all_ahead())) == ([], 1)
    Subscription.objects.update(code="")
    assert (mailed(), all_ahead()) == ([], [])
